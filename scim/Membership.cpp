#include "scim/Membership.h"

#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

/// Folds additions and removals in order into one change. Groups are large: every step takes constant time.
class MembershipFold {
 public:
  MembershipFold() = default;
  ~MembershipFold() = default;
  MembershipFold(const MembershipFold&) = delete;
  MembershipFold& operator=(const MembershipFold&) = delete;

  void replaceAll() {
    all_ = true;
    noted_.clear();
    byId_.clear();
  }
  void note(std::string id, bool isMember) {
    if (const auto known = byId_.find(id); known != byId_.end()) {
      known->second->isMember = isMember;
      return;
    }
    Noted& noted = noted_.emplace_back(Noted{std::move(id), isMember});
    byId_.emplace(noted.id, &noted);
  }
  void add(std::vector<std::string> ids) { noteAll(std::move(ids), true); }
  void remove(std::vector<std::string> ids) { noteAll(std::move(ids), false); }

  [[nodiscard]] MembershipChange change() && {
    MembershipChange change;
    change.replaceAll = all_;
    for (Noted& noted : noted_) {
      if (noted.isMember) {
        change.add.push_back(std::move(noted.id));
      } else if (!all_) {  // what has been emptied holds nothing to remove
        change.remove.push_back(std::move(noted.id));
      }
    }
    return change;
  }

 private:
  struct Noted {
    std::string id;
    bool isMember;
  };

  void noteAll(std::vector<std::string> ids, bool isMember) {
    for (std::string& id : ids) note(std::move(id), isMember);
  }

  bool all_ = false;
  std::deque<Noted> noted_;  ///< in their order; they stay where they are
  std::unordered_map<std::string_view, Noted*> byId_;
};

bool isMembers(const PatchOperation& operation) {
  if (!operation.path) return false;
  const AttributePath& path = operation.path->attribute;
  return sameName(path.name, "members") && (path.schema.empty() || sameName(path.schema, kGroupSchema));
}

/// The sub-attribute behind `members` or behind its brackets, "" when none.
const std::string& subAttributeOf(const PatchPath& path) {
  return path.valueFilter ? path.subAttribute : path.attribute.subAttribute;
}

void collectIds(const Filter& filter, std::vector<std::string>& ids) {
  if (const auto* any = std::get_if<Or>(&filter.node)) {
    for (const Filter& operand : any->operands) collectIds(operand, ids);
    return;
  }
  const auto* term = std::get_if<Comparison>(&filter.node);
  const bool isId = term != nullptr && term->op == CompareOperator::Eq &&
                    sameName(term->path.name, "value") && term->path.schema.empty() &&
                    term->path.subAttribute.empty();
  if (!isId || (!term->value.isString() && !term->value.isInteger())) {
    throw Error(400, ScimType::InvalidFilter,
                "members can be chosen by \"value eq\" only: members[" + toString(filter) + "]");
  }
  ids.push_back(term->value.isString() ? term->value.asString() : printJson(term->value));
}

std::string idFrom(const Json& member) {
  if (member.isString() && !member.asString().empty()) return member.asString();
  if (const auto value = member.stringAt("value"); !value.empty()) return std::string(value);
  // "https://host/scim/v2/Users/2819c223": the last segment is the id.
  std::string_view reference = member.stringAt("$ref");
  reference = reference.substr(0, reference.find_first_of("?#"));
  while (reference.ends_with('/')) reference.remove_suffix(1);
  reference.remove_prefix(reference.rfind('/') == std::string_view::npos ? 0 : reference.rfind('/') + 1);
  if (reference.empty()) {
    throw Error(400, ScimType::InvalidValue, "a member without an id in \"value\": " + printJson(member));
  }
  return std::string(reference);
}

void fold(const PatchOperation& operation, Dialect dialect, MembershipFold& members) {
  const PatchPath& path = *operation.path;
  if (const std::string& part = subAttributeOf(path); !part.empty() && !sameName(part, "value")) {
    // `display` and `type` of a member follow from the member; clients send them all the same.
    if (dialect == Dialect::Entra) return;
    throw Error(400, ScimType::Mutability, "\"" + toString(path) + "\" cannot be changed");
  }
  std::vector<std::string> given = memberIds(operation.value);

  if (!path.valueFilter) {
    if (operation.op == PatchOp::Remove && !operation.value.isNull()) return members.remove(std::move(given));
    if (operation.op != PatchOp::Add) members.replaceAll();
    return members.add(std::move(given));
  }

  std::vector<std::string> chosen;
  collectIds(*path.valueFilter, chosen);
  if (operation.op == PatchOp::Remove) return members.remove(std::move(chosen));
  // Whether the chosen are members is not known here. The RFC takes no value that is not there for a target.
  if (dialect == Dialect::Rfc) {
    throw Error(400, ScimType::NoTarget, "\"" + toString(path) + "\": members are added without a filter");
  }
  if (operation.op == PatchOp::Add) return members.add(std::move(chosen));
  members.remove(std::move(chosen));
  members.add(std::move(given));
}

}  // namespace

GroupPatch splitGroupPatch(const std::vector<PatchOperation>& operations, Dialect dialect) {
  GroupPatch result;
  MembershipFold members;
  for (const PatchOperation& operation : operations) {
    if (isMembers(operation)) {
      fold(operation, dialect, members);
    } else {
      result.others.push_back(operation);
    }
  }
  result.membership = std::move(members).change();
  return result;
}

std::vector<std::string> memberIds(const Json& members) {
  if (members.isNull() || (members.isString() && members.asString().empty())) return {};
  const Json::Array one = members.isArray() ? Json::Array{} : Json::Array{members};
  MembershipFold ids;
  for (const Json& member : members.isArray() ? members.asArray() : one) ids.note(idFrom(member), true);
  return std::move(ids).change().add;
}

}  // namespace scim2ldap::scim
