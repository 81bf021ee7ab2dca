#include "connector/provisioning/Counter.h"

#include <charconv>

namespace scim2ldap::connector {

CounterReading readCounter(ldap::Directory& directory, const mappings::Allocation& allocation) {
  const std::string name = "the counter " + allocation.counter.toString();
  const std::optional<ldap::Entry> entry = directory.read(allocation.counter, {allocation.attribute});
  if (!entry) {
    return {std::nullopt, name + " does not exist, or the service account may not see it; make it as " +
                              "etc/ldap/counters.ldif does"};
  }
  const std::optional<std::string> text = entry->first(allocation.attribute);
  if (!text) {
    return {std::nullopt, name + " has no " + allocation.attribute +
                              " that the service account may read; give it one, " +
                              std::to_string(allocation.first) + " to begin with"};
  }
  std::int64_t next = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, next);
  if (error != std::errc() || stop != end) {
    return {std::nullopt, name + " holds \"" + *text + "\", which is no number"};
  }
  if (next < allocation.first || next > allocation.last) {
    return {next, name + " would give " + *text + ", outside of the mapping's range " +
                      std::to_string(allocation.first) + " to " + std::to_string(allocation.last) +
                      "; set the counter or widen the range"};
  }
  return {next, ""};
}

}  // namespace scim2ldap::connector
