#include "scim/Bulk.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

constexpr std::array kMethods{BulkMethod::Post, BulkMethod::Put, BulkMethod::Patch, BulkMethod::Delete};

bool namesBulkRequest(const Json& body) {
  const Json* schemas = body.find("schemas");
  if (schemas == nullptr || !schemas->isArray()) return false;
  const Json::Array& urns = schemas->asArray();
  return std::any_of(urns.begin(), urns.end(), [](const Json& urn) {
    return urn.isString() && sameName(urn.asString(), kBulkRequestSchema);
  });
}

std::optional<std::size_t> failOnErrorsOf(const Json& body) {
  const Json* limit = body.find("failOnErrors");
  if (limit == nullptr || limit->isNull()) return std::nullopt;
  if (!limit->isInteger() || limit->asInteger() < 0) {
    throw Error(400, ScimType::InvalidValue, "\"failOnErrors\" is to be a number from 0 up");
  }
  if (limit->asInteger() == 0) return std::nullopt;
  return static_cast<std::size_t>(limit->asInteger());
}

/// Reads one operation; errors name it by its place.
class OperationReader {
 public:
  OperationReader(Json& operation, std::size_t index)
      : operation_(operation), name_("operation " + std::to_string(index + 1)) {}

  BulkOperation read() {
    if (!operation_.isObject()) fail(ScimType::InvalidSyntax, "is not a JSON object");
    BulkOperation result;
    result.method = method();
    readPath(result);
    result.bulkId = text("bulkId");
    if (result.method == BulkMethod::Post && result.bulkId.empty()) {
      fail(ScimType::InvalidValue, "is a POST and needs a \"bulkId\"");
    }
    result.version = text("version");
    if (result.method == BulkMethod::Delete) return result;
    Json* data = operation_.find("data");
    if (data == nullptr || !data->isObject()) {
      fail(ScimType::InvalidSyntax, "needs \"data\", an object of what a single request would send");
    }
    result.data = std::move(*data);
    return result;
  }

  [[noreturn]] void fail(ScimType type, const std::string& what) const {
    throw Error(400, type, name_ + " " + what);
  }

 private:
  std::string text(std::string_view member) const {
    const Json* value = operation_.find(member);
    if (value == nullptr || value->isNull()) return "";
    if (!value->isString()) {
      fail(ScimType::InvalidSyntax, "has a \"" + std::string(member) + "\" that is not a string");
    }
    return value->asString();
  }

  BulkMethod method() const {
    const std::string sent = text("method");
    const auto* const known = std::find_if(kMethods.begin(), kMethods.end(), [&](BulkMethod method) {
      return sameName(toString(method), sent);
    });
    if (known == kMethods.end()) {
      fail(ScimType::InvalidValue, "has the method \"" + sent + "\"; it is to be POST, PUT, PATCH or DELETE");
    }
    return *known;
  }

  /// §3.7: an endpoint for POST, one resource for the others, relative to the service's root.
  void readPath(BulkOperation& result) const {
    const std::string sent = text("path");
    std::vector<std::string> segments;
    for (std::string_view rest = sent; !rest.empty();) {
      const std::string_view segment = rest.substr(0, rest.find('/'));
      rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
      if (!segment.empty()) segments.emplace_back(segment);
    }
    const bool isPost = result.method == BulkMethod::Post;
    if (segments.size() != (isPost ? 1U : 2U) || sent.find_first_of("?#") != std::string::npos) {
      const std::string expected =
          isPost ? "an endpoint such as \"/Users\"" : "a resource such as \"/Users/\" and its id";
      fail(ScimType::InvalidValue, "has the \"path\" \"" + sent + "\"; a " +
                                       std::string(toString(result.method)) + " goes to " + expected);
    }
    result.endpoint = segments[0];
    if (!isPost) result.id = segments[1];
  }

  Json& operation_;
  std::string name_;
};

}  // namespace

std::string_view toString(BulkMethod method) {
  switch (method) {
    case BulkMethod::Post:
      return "POST";
    case BulkMethod::Put:
      return "PUT";
    case BulkMethod::Patch:
      return "PATCH";
    case BulkMethod::Delete:
      return "DELETE";
  }
  return "";
}

std::string BulkOperation::path() const {
  return "/" + endpoint + (id.empty() ? "" : "/" + id);
}

BulkRequest parseBulk(Json body, std::size_t maxOperations) {
  if (!body.isObject()) throw Error(400, ScimType::InvalidSyntax, "the body is not a JSON object");
  if (!namesBulkRequest(body)) {
    throw Error(400, ScimType::InvalidSyntax, "\"schemas\" does not name " + std::string(kBulkRequestSchema));
  }
  Json* operations = body.find("Operations");
  if (operations == nullptr || !operations->isArray() || operations->asArray().empty()) {
    throw Error(400, ScimType::InvalidSyntax, "\"Operations\" is to be a list of at least one operation");
  }
  const std::size_t size = operations->asArray().size();
  if (size > maxOperations) {
    throw Error(413, ScimType::None,
                "the bulk has " + std::to_string(size) + " operations, which exceeds maxOperations (" +
                    std::to_string(maxOperations) + ")");
  }

  BulkRequest request;
  request.failOnErrors = failOnErrorsOf(body);
  std::set<std::string> bulkIds;
  for (std::size_t i = 0; i < size; ++i) {
    OperationReader reader(operations->asArray()[i], i);
    BulkOperation operation = reader.read();
    if (operation.method == BulkMethod::Post && !bulkIds.insert(operation.bulkId).second) {
      reader.fail(ScimType::InvalidValue,
                  "has the bulkId \"" + operation.bulkId + "\" of an earlier operation");
    }
    request.operations.push_back(std::move(operation));
  }
  return request;
}

Json bulkResponse(const std::vector<BulkOperation>& operations,
                  const std::vector<std::optional<BulkResult>>& results) {
  Json::Array list;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!results[i]) continue;
    const BulkOperation& operation = operations[i];
    const BulkResult& result = *results[i];
    Json entry = Json::object();
    if (!result.location.empty()) entry.set("location", result.location);
    entry.set("method", toString(operation.method));
    if (!operation.bulkId.empty()) entry.set("bulkId", operation.bulkId);
    if (!result.version.empty()) entry.set("version", result.version);
    entry.set("status", std::to_string(result.status));
    if (!result.response.isNull()) entry.set("response", result.response);
    list.push_back(std::move(entry));
  }
  Json response = Json::object();
  response.set("schemas", Json::Array{Json(kBulkResponseSchema)});
  response.set("Operations", std::move(list));
  return response;
}

}  // namespace scim2ldap::scim
