#include "scim/Error.h"
#include "scim/Filter.h"
#include "scim/FilterMatch.h"
#include "tests/fuzz/Property.h"
#include "tests/fuzz/Samples.h"

using namespace scim2ldap;
using fuzz::require;

namespace {

void checkMeaning(const scim::Filter& filter) {
  try {
    scim::checkFilter(fuzz::userType(), filter);
  } catch (const scim::Error& error) {
    require(error.status() == 400 && error.type() == scim::ScimType::InvalidFilter, "400 invalidFilter");
    return;
  }
  // A filter that was found fit throws nothing any more.
  for (const scim::Json& user : fuzz::users()) {
    const bool meets = scim::matches(fuzz::userType(), user, filter);
    const scim::Filter negated{scim::Not{{filter}}};
    require(scim::matches(fuzz::userType(), user, negated) != meets, "\"not\" turns the outcome");
    const scim::Filter both{scim::And{{filter, negated}}};
    require(!scim::matches(fuzz::userType(), user, both), "nothing meets a filter and its negation");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  try {
    const scim::Filter filter = scim::parseFilter(text);
    require(size <= scim::kMaxFilterBytes, "the length is limited");
    checkMeaning(filter);
    const std::string printed = toString(filter);
    require(fuzz::isOneLine(printed), "is printed in one line");
    // Escapes and quotes may make it longer than what is read.
    if (printed.size() <= scim::kMaxFilterBytes)
      require(scim::parseFilter(printed) == filter, "what is printed reads back as it was");
  } catch (const scim::Error& error) {
    require(error.status() == 400 && error.type() == scim::ScimType::InvalidFilter, "400 invalidFilter");
  }
  return 0;
}
