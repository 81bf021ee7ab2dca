#include <charconv>
#include <thread>

#include "ldap/Directory.h"
#include "ldap/Error.h"
#include "ldap/Pool.h"

namespace scim2ldap::ldap {
namespace {

/// The counter's value. \throws Error  noSuchAttribute without one, invalidAttributeSyntax for no integer
std::int64_t numberIn(const Entry& entry, const std::string& attribute) {
  const std::optional<std::string> text = entry.first(attribute);
  if (!text) throw Error(ResultCode::NoSuchAttribute, "no " + attribute + " that we may read in the counter");
  std::int64_t number = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stop != end)
    throw Error(ResultCode::InvalidAttributeSyntax,
                "the counter's " + attribute + " is no integer: " + *text);
  return number;
}

}  // namespace

std::int64_t Directory::takeNumber(const Dn& counter, const std::string& attribute) {
  const Capabilities can = capabilities();
  // Pre-read and post-read come together (RFC 4527).
  return can.increment && can.postRead ? takeByIncrement(counter, attribute)
                                       : takeByCompareAndSwap(counter, attribute);
}

/// When the answer is lost the number may be taken and belong to nobody: a gap, never a duplicate.
std::int64_t Directory::takeByIncrement(const Dn& counter, const std::string& attribute) {
  const Modification increment{ModificationType::Increment, attribute, {"1"}};
  return pool_->use([&](const Pool::Lease& lease) {
    const Answer answer = lease->modify(counter, {increment}, {.preRead = {attribute}});
    answer.orThrow();
    return numberIn(answer.controls.preRead.value_or(Entry{}), attribute);
  });
}

std::int64_t Directory::takeByCompareAndSwap(const Dn& counter, const std::string& attribute) {
  // Each refusal means that another one got its number: everybody's turn comes, but not by a fixed count.
  constexpr int kMaxAttempts = 1000;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    const std::optional<Entry> entry = read(counter, {attribute});
    if (!entry) throw Error(ResultCode::NoSuchObject, "no counter " + counter.toString());
    const std::int64_t number = numberIn(*entry, attribute);
    const WriteResult swapped =
        modify(counter, {{ModificationType::Delete, attribute, {*entry->first(attribute)}},
                         {ModificationType::Add, attribute, {std::to_string(number + 1)}}});
    if (swapped.ok()) return number;
    if (swapped.code != ResultCode::NoSuchAttribute)
      throw Error(swapped.code, swapped.diagnosticMessage, swapped.matchedDn);
    std::this_thread::yield();
  }
  throw Error(ResultCode::Busy, "too many others take numbers from " + counter.toString());
}

}  // namespace scim2ldap::ldap
