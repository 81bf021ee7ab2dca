#include "ldap/Error.h"
#include "ldap/Filter.h"
#include "ldap/StringPreparation.h"
#include "tests/fuzz/Property.h"

using namespace scim2ldap;
using fuzz::require;

namespace {

/// Any octets are an assertion value: they cannot add to the filter they stand in.
void checkValue(std::string_view value) {
  const ldap::Filter equality{ldap::Equality{"cn", std::string(value)}};
  require(ldap::parseFilter(toString(equality)) == equality, "a value stays one value");
  if (value.empty()) return;
  const ldap::Filter substrings{ldap::Substrings{"cn", std::string(value), {std::string(value)}, ""}};
  require(ldap::parseFilter(toString(substrings)) == substrings, "a part stays one part");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  checkValue(text);
  try {
    const ldap::Filter filter = ldap::parseFilter(text);
    const std::string printed = toString(filter);
    require(fuzz::isOneLine(printed), "is printed in one line");
    for (std::size_t at = 0; at < printed.size();) {
      const std::size_t length = ldap::utf8SequenceLength(printed, at);
      require(length > 0, "is printed as UTF-8");
      at += length;
    }
    require(ldap::parseFilter(printed) == filter, "what is printed reads back as it was");
  } catch (const ldap::Error& error) {
    require(error.code() == ldap::ResultCode::FilterError, "filterError");
    require(error.diagnosticMessage().find(" at offset ") != std::string::npos, "the fault has a place");
  }
  return 0;
}
