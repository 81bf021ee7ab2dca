#include "connector/endpoint/BulkRun.h"

#include <utility>

#include "connector/endpoint/ResourceRoutes.h"
#include "connector/endpoint/ScimAnswer.h"
#include "scim/BulkReferences.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

using scim::BulkMethod;
using scim::BulkOperation;
using scim::Json;
using scim::ScimType;

constexpr int kFirstErrorStatus = 400;

std::string header(const HttpResponse& response, std::string_view name) {
  for (const auto& [field, value] : response.headers) {
    if (scim::sameName(field, name)) return value;
  }
  return "";
}

std::string lastSegment(const std::string& url) {
  return url.substr(url.rfind('/') + 1);
}

}  // namespace

/// An operation as a request of its own.
struct BulkRun::Request {
  HttpRequest http;
  Call call;

  /// \param index  of the operation: its number is added to the bulk's request id
  Request(const Call& bulk, std::size_t index, std::string_view method, const BulkOperation& operation)
      : call{http, bulk.snapshot, bulk.endpoint, {}, bulk.request} {
    http.method = method;
    http.requestId = bulk.http.requestId + ":" + std::to_string(index + 1);
    http.peer = bulk.http.peer;
    http.tls = bulk.http.tls;
    call.rest.push_back(operation.endpoint);
    call.request.context.requestId = http.requestId;
    call.request.context.method = http.method;
    call.request.context.wall = currentTime();
    call.request.context.begun = std::chrono::steady_clock::now();
  }
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  HttpResponse dispatch() {
    const std::optional<Kind> kind = kindUnder(call.rest.front());
    if (!kind) throw unknownPath();
    return dispatchResources(call, *kind);
  }
};

BulkRun::BulkRun(const Call& bulk, const std::vector<BulkOperation>& operations, const scim::BulkOrder& order,
                 const AnswerCall& answerCall, std::chrono::steady_clock::time_point deadline)
    : bulk_(bulk),
      operations_(operations),
      order_(order),
      answerCall_(answerCall),
      deadline_(deadline),
      ids_(operations.size()),
      results_(operations.size()) {
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (operations[i].method == BulkMethod::Post) makes_.emplace(operations[i].bulkId, i);
  }
}

bool BulkRun::carryOut(std::size_t task) {
  const scim::BulkTask& step = order_.tasks[task];
  return step.completes ? complete(step.operation) : begin(step.operation);
}

bool BulkRun::begin(std::size_t index) {
  const BulkOperation& operation = operations_[index];
  const bool isPost = operation.method == BulkMethod::Post;
  Request request(bulk_, index, toString(operation.method), operation);
  if (!isPost) request.call.rest.push_back(operation.id);
  if (!operation.version.empty()) request.http.headers.emplace_back("If-Match", operation.version);
  if (!operation.data.isNull()) request.http.body = printJson(operation.data);  // for the log, to begin with

  const HttpResponse response = answerCall_(request.call, [&](Call&) {
    if (std::chrono::steady_clock::now() > deadline_) {
      throw scim::Error(503, ScimType::None,
                        "the time for the bulk was over before this operation began; send it again");
    }
    const std::set<std::string>& later = order_.deferred[index];
    if (!scim::referredBulkIds(operation).empty()) {
      if (const auto bulkId = scim::referredBulkId(operation.id)) request.call.rest[1] = idOf(*bulkId);
      request.http.body =
          printJson(withIds(later.empty() ? operation.data : deferred(operation.data, later).now, later));
    }
    return request.dispatch();
  });

  scim::BulkResult& result = results_[index].emplace();
  result.status = response.status;
  result.version = header(response, "ETag");
  const bool succeeded = response.status < kFirstErrorStatus;
  if (!succeeded) result.response = scim::parseJson(response.body);
  if (!isPost) {
    result.location = locationOf(operation, request.call.rest[1]);
  } else if (succeeded) {
    result.location = header(response, "Location");
    ids_[index] = lastSegment(result.location);
  }
  return succeeded;
}

// RFC 7644 §3.7.1
bool BulkRun::complete(std::size_t index) {
  const BulkOperation& operation = operations_[index];
  if (ids_[index].empty()) return true;  // what is not there needs no references, and its error is told
  Request request(bulk_, index, toString(BulkMethod::Patch), operation);
  request.call.rest.push_back(ids_[index]);
  const Json patch = deferred(operation.data, order_.deferred[index]).patch;
  request.http.body = printJson(patch);
  const HttpResponse response = answerCall_(request.call, [&](Call&) {
    request.http.body = printJson(withIds(patch, {}));
    return request.dispatch();
  });

  scim::BulkResult& result = *results_[index];
  const bool succeeded = response.status < kFirstErrorStatus;
  if (succeeded) {
    if (const std::string version = header(response, "ETag"); !version.empty()) result.version = version;
    return true;
  }
  constexpr int kConflict = 409;
  result.status = kConflict;
  result.version.clear();
  result.response = errorBody(kConflict, ScimType::None,
                              "the resource was created, but not its references to others of the bulk: " +
                                  std::string(scim::parseJson(response.body).stringAt("detail")));
  return false;
}

std::string BulkRun::idOf(const std::string& bulkId) const {
  const auto made = makes_.find(bulkId);
  if (made == makes_.end()) {
    throw scim::Error(400, ScimType::InvalidValue,
                      "\"bulkId:" + bulkId + "\" refers to no POST of this bulk");
  }
  if (ids_[made->second].empty()) {
    throw scim::Error(409, ScimType::None,
                      "\"bulkId:" + bulkId + "\" refers to operation " + std::to_string(made->second + 1) +
                          ", which failed");
  }
  return ids_[made->second];
}

Json BulkRun::withIds(const Json& body, const std::set<std::string>& except) const {
  return scim::withIds(body, [&](const std::string& bulkId) -> std::optional<std::string> {
    if (except.contains(bulkId)) return std::nullopt;
    return idOf(bulkId);
  });
}

std::string BulkRun::locationOf(const BulkOperation& operation, const std::string& id) const {
  const std::optional<Kind> kind = kindUnder(operation.endpoint);
  return bulk_.request.baseUrl + (kind ? std::string(pathOf(*kind)) : "/" + operation.endpoint) + "/" + id;
}

}  // namespace scim2ldap::connector
