#include <algorithm>
#include <set>

#include "scim/CanonicalValue.h"
#include "scim/Error.h"
#include "scim/Membership.h"
#include "scim/Patch.h"
#include "scim/Query.h"
#include "tests/fuzz/Property.h"
#include "tests/fuzz/Samples.h"

using namespace scim2ldap;
using fuzz::require;
using scim::Dialect;
using scim::Json;
using scim::ScimType;

namespace {

bool onePrimary(const Json& resource) {
  return std::ranges::all_of(resource.asObject(), [](const Json::Member& member) {
    if (member.value.isObject()) return onePrimary(member.value);
    return !member.value.isArray() || std::ranges::count_if(member.value.asArray(), scim::isPrimary) <= 1;
  });
}

void checkOutcome(const scim::ResourceType& type, const Json& before,
                  const std::vector<scim::PatchOperation>& operations, Dialect dialect) {
  try {
    scim::Ignored ignored;
    const Json after = applyPatch(type, before, operations, dialect, ignored);
    require(onePrimary(after), "one value at most is primary");
    // The canonical form passes the strict reader unchanged.
    scim::Ignored none;
    require(canonicalResource(type, after, Dialect::Rfc, none) == after, "the outcome is canonical");
    require(none.unknown.empty() && none.readOnly.empty(), "the outcome holds known, writable attributes");
    const auto required = [&] { checkRequired(type, after); };
    if (dialect == Dialect::Rfc) required();
  } catch (const scim::Error& error) {
    const ScimType scimType = error.type();
    require(
        error.status() == 400 && (scimType == ScimType::InvalidPath || scimType == ScimType::InvalidValue ||
                                  scimType == ScimType::Mutability || scimType == ScimType::NoTarget ||
                                  scimType == ScimType::InvalidFilter || scimType == ScimType::InvalidSyntax),
        "400 with the scimType of a PATCH");
  }
}

void checkMembership(const std::vector<scim::PatchOperation>& operations, Dialect dialect) {
  try {
    const scim::GroupPatch patch = splitGroupPatch(operations, dialect);
    const auto& [replaceAll, add, remove] = patch.membership;
    for (const std::string& id : add)
      require(std::ranges::find(remove, id) == remove.end(), "no id is both added and removed");
    for (const auto& ids : {add, remove})
      for (const std::string& id : ids) {
        require(!id.empty(), "a member has an id");
        require(std::ranges::count(ids, id) == 1, "an id is named once");
      }
    checkOutcome(fuzz::groupType(), fuzz::group(), patch.others, dialect);
  } catch (const scim::Error& error) {
    require(error.status() == 400, "400");
  }
}

/// What a body names is told once.
void checkNames(const Json& body) {
  std::set<std::string> known;
  try {
    for (const scim::AttributePath& path : attributesNamedIn(body))
      require(known.insert(toString(path)).second, "an attribute is named once");
  } catch (const scim::Error&) {
    require(false, "a name that is none is left out, not refused");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::vector<scim::PatchOperation> operations;
  try {
    const Json body = scim::parseJson(fuzz::textOf(bytes, size));
    checkNames(body);
    operations = scim::parsePatch(body);
  } catch (const scim::Error& error) {
    require(error.status() == 400 || error.status() == 413, "400 or 413");
    return 0;
  }
  require(operations.size() <= scim::kMaxPatchOperations, "the number of operations is limited");
  for (const Dialect dialect : {Dialect::Entra, Dialect::Rfc}) {
    for (const Json& user : fuzz::users()) checkOutcome(fuzz::userType(), user, operations, dialect);
    checkOutcome(fuzz::groupType(), fuzz::group(), operations, dialect);
    checkMembership(operations, dialect);
  }
  return 0;
}
