#include "connector/provisioning/PreviewSink.h"

#include <algorithm>

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
  out_ << toLdif(plan);
  if (plan.steps.empty()) return execution;
  if (const auto* add = std::get_if<AddEntry>(&plan.steps.front())) {
    execution.id = kIdToCome;
    execution.entry = add->entry;
  }
  return execution;
}

std::int64_t PreviewSink::takeNumber(const mappings::Allocation& allocation) {
  const std::lock_guard lock(mutex_);
  const CounterReading counter = readCounter(directory_, allocation);
  if (!counter.fault.empty()) throw ldap::Error(ldap::ResultCode::UnwillingToPerform, counter.fault);
  std::int64_t& given = numbersGiven_[allocation.counter.normalized() + '\n' + allocation.attribute];
  return *counter.next + given++;
}

}  // namespace scim2ldap::connector
