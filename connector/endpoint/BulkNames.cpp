#include "connector/endpoint/BulkNames.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "connector/endpoint/RequiredScopes.h"
#include "connector/endpoint/ResourceRoutes.h"
#include "scim/BulkReferences.h"

namespace scim2ldap::connector {
namespace {

using scim::BulkMethod;
using scim::BulkOperation;
using Resource = std::pair<Kind, std::string>;  ///< the id, or what stands for it

std::vector<std::string> namesGiven(const Service& service, Kind kind, const BulkOperation& operation) {
  switch (operation.method) {
    case BulkMethod::Post:
    case BulkMethod::Put:
      return service.namesInBody(kind, operation.data);
    case BulkMethod::Patch:
      return service.namesInPatch(kind, operation.data);
    case BulkMethod::Delete:
      return {};
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::string>> namesInBulk(Service& service,
                                                  const std::vector<BulkOperation>& operations,
                                                  const std::vector<std::string>& scopes) {
  std::map<Resource, std::set<std::string>> names;
  std::set<Resource> takers;
  std::set<Resource> givers;
  std::vector<std::optional<Resource>> concerns(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const BulkOperation& operation = operations[i];
    const std::optional<Kind> kind = kindUnder(operation.endpoint);
    if (!kind || !service.has(*kind) || !coversAccess(scopes, *kind, Access::Write)) continue;
    const bool isPost = operation.method == BulkMethod::Post;
    const Resource resource(*kind, isPost ? "bulkId:" + operation.bulkId : operation.id);
    const std::vector<std::string> given = namesGiven(service, *kind, operation);
    if (given.empty() && operation.method != BulkMethod::Delete) continue;
    concerns[i] = resource;
    names[resource].insert(given.begin(), given.end());
    if (!given.empty()) takers.insert(resource);
    if (!scim::referredBulkId(resource.second)) givers.insert(resource);
  }

  std::map<Kind, std::vector<std::string>> idsOf;
  for (const Resource& giver : givers) {
    const bool another = takers.size() > 1 || (takers.size() == 1 && !takers.contains(giver));
    if (another) idsOf[giver.first].push_back(giver.second);
  }
  for (const auto& [kind, ids] : idsOf) {
    for (const auto& [id, own] : service.namesOf(kind, ids)) names[{kind, id}].insert(own.begin(), own.end());
  }

  std::vector<std::vector<std::string>> result(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (concerns[i]) result[i].assign(names[*concerns[i]].begin(), names[*concerns[i]].end());
  }
  return result;
}

}  // namespace scim2ldap::connector
