#include "connector/provisioning/PreviewSink.h"

#include <algorithm>
#include <set>

#include "connector/provisioning/Counter.h"
#include "connector/provisioning/PlanLdif.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

/// Stands for the id that the directory would give.
constexpr const char* kIdToCome = "00000000-0000-0000-0000-000000000000";

/// In one line, whatever stands in it.
std::string commented(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

}  // namespace

Execution PreviewSink::execute(const Plan& plan, const std::vector<std::string>& /*postRead*/,
                               Epoch /*epoch*/) {
  const std::lock_guard lock(mutex_);
  Execution execution;
  hasShown_ = true;
  if (plan.steps.empty()) out_ << "# Only the side table changes; the directory stays as it is.\n\n";
  for (const ResourceRow& row : plan.changes.upserts) {
    if (!row.role.empty()) out_ << "# Role: " << commented(row.role) << "\n\n";
  }
  Plan shown = plan;
  for (Step& step : shown.steps) {
    if (auto* change = std::get_if<ChangeMembers>(&step)) showPlaceholder(*change);
  }
  out_ << toLdif(shown);
  if (plan.steps.empty()) return execution;
  if (const auto* add = std::get_if<AddEntry>(&plan.steps.front())) {
    execution.id = kIdToCome;
    execution.entry = add->entry;
  }
  return execution;
}

bool PreviewSink::isRequired(const std::string& attribute, const ldap::Entry& entry) {
  if (!schema_) schema_ = directory_.subschema();
  const ldap::AttributeType* type = schema_->findAttributeType(attribute);
  const bool isNamed = type != nullptr && !type->names.empty();
  return schema_->must(entry.values("objectClass")).contains(isNamed ? type->names.front() : attribute);
}

/// To carry the step out nobody has to know who is in the group, which may be large. To show it somebody has.
void PreviewSink::showPlaceholder(ChangeMembers& change) {
  if (!change.placeholder) return;
  const std::optional<ldap::Entry> group = directory_.read(change.group, {change.attribute, "objectClass"});
  if (!group) return;
  const auto nameOf = [](const std::string& member) { return ldap::Dn::parse(member).normalized(); };
  const std::string placeholder = nameOf(*change.placeholder);
  std::set<std::string> leaving;
  for (const std::string& member : change.remove) leaving.insert(nameOf(member));
  bool holdsPlaceholder = false;
  bool holdsMembers = !change.add.empty();
  for (const std::string& member : group->values(change.attribute)) {
    const std::string name = nameOf(member);
    if (name == placeholder) {
      holdsPlaceholder = true;
    } else if (!leaving.contains(name)) {
      holdsMembers = true;
    }
  }
  if (!change.add.empty() && holdsPlaceholder) change.remove.push_back(*change.placeholder);
  if (!holdsMembers && !holdsPlaceholder && isRequired(change.attribute, *group))
    change.add.push_back(*change.placeholder);
}

std::int64_t PreviewSink::takeNumber(const mappings::Allocation& allocation) {
  const std::lock_guard lock(mutex_);
  const CounterReading counter = readCounter(directory_, allocation);
  if (!counter.fault.empty()) throw ldap::Error(ldap::ResultCode::UnwillingToPerform, counter.fault);
  std::int64_t& given = numbersGiven_[allocation.counter.normalized() + '\n' + allocation.attribute];
  return *counter.next + given++;
}

}  // namespace scim2ldap::connector
