-- A random person for each request. Requests are formatted once, so that making them is not what is measured.
local requests = {}

function init()
  local method, path, body = os.getenv("REQUEST_METHOD"), os.getenv("REQUEST_PATH"), os.getenv("REQUEST_BODY")
  if body == "" then body = nil end
  for credential in io.lines(os.getenv("CREDENTIALS")) do
    local headers = { ["Authorization"] = "Bearer " .. credential, ["Accept"] = "application/json" }
    if body then headers["Content-Type"] = "application/json" end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
  math.randomseed(tonumber(os.getenv("SEED")))
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"strange":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
