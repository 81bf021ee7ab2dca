#include "scim/AttributeLocation.h"
#include "scim/AttributePath.h"
#include "scim/Error.h"
#include "scim/Patch.h"
#include "tests/fuzz/Property.h"
#include "tests/fuzz/Samples.h"

using namespace scim2ldap;
using fuzz::require;

namespace {

void requireInvalidPath(const scim::Error& error) {
  require(error.status() == 400 && error.type() == scim::ScimType::InvalidPath, "400 invalidPath");
}

void checkAttributePath(std::string_view text) {
  try {
    const scim::AttributePath path = scim::parseAttributePath(text);
    require(toString(path) == text, "standard notation is printed as it was read");
    require(!path.name.empty(), "a path names an attribute");
    for (const auto reach : {scim::Unqualified::Core, scim::Unqualified::CoreThenExtensions})
      if (const auto location = scim::locate(fuzz::userType(), path, reach); location && location->attribute)
        require(
            scim::locate(fuzz::userType(), scim::parseAttributePath(toString(*location)), reach)->attribute ==
                location->attribute,
            "the full name of an attribute leads to it");
  } catch (const scim::Error& error) {
    requireInvalidPath(error);
  }
}

void checkPatchPath(std::string_view text) {
  try {
    const scim::PatchPath path = scim::parsePatchPath(text);
    require(path.attribute.subAttribute.empty() || !path.valueFilter,
            "only attributes have values to choose from");
    require(path.subAttribute.empty() || path.valueFilter, "a sub-attribute stands behind brackets");
    const std::string printed = toString(path);
    require(fuzz::isOneLine(printed), "is printed in one line");
    // Escapes may make it longer than what is read.
    if (printed.size() <= scim::kMaxFilterBytes)
      require(scim::parsePatchPath(printed) == path, "what is printed reads back as it was");
  } catch (const scim::Error& error) {
    requireInvalidPath(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  checkAttributePath(text);
  checkPatchPath(text);
  return 0;
}
