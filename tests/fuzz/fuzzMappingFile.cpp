#include <algorithm>

#include "mappings/MappingFile.h"
#include "mappings/Translation.h"
#include "scim/Error.h"
#include "tests/fuzz/Property.h"
#include "tests/fuzz/Samples.h"

using namespace scim2ldap;
using fuzz::require;

namespace {

void checkProblems(const mappings::FileError& error, std::string_view text) {
  require(!error.problems().empty(), "a refusal says why");
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  for (const mappings::Problem& problem : error.problems()) {
    require(!problem.message.empty(), "a problem has a text");
    require(problem.where.file == "fuzz.toml" && problem.where.line <= lines,
            "a problem has a place in the file");
    require(problem.where.line > 0 && problem.where.column > 0, "places count from 1");
  }
}

/// A mapping that was accepted can be used: a resource becomes an entry and the entry a resource, or the
/// client is told what it should send.
void checkUse(const mappings::ResourceMapping& mapping, const scim::Json& resource) {
  try {
    mappings::WriteInputs inputs;
    inputs.dnOfId["26118915"] = "uid=boss,ou=people,dc=example";
    const scim::Json mapped = mappedPart(mapping, resource);
    require(mappedPart(mapping, mapped) == mapped, "what is mapped stays mapped");
    checkRequiredRules(mapping, mapped);
    const ldap::Entry entry = newEntry(mapping, mapped, inputs);
    const mappings::Originals originals = originalsFor(mapping, mapped, entry, {});
    const scim::Json kept = keptPart(mapping, mapped);
    const mappings::ReadInputs reading{{}, &originals, &kept};
    static_cast<void>(toResource(mapping, entry, reading));
    const ldap::Attributes attributes = toAttributes(mapping, mapped, inputs, false);
    require(modifications(mapping, attributes, attributes, entry).empty(), "no change, no modification");
  } catch (const scim::Error& error) {
    require(error.status() == 400 && error.type() == scim::ScimType::InvalidValue, "400 invalidValue");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  try {
    const mappings::Mapping mapping = mappings::parseMapping(text, "fuzz.toml");
    for (const scim::Json& user : fuzz::users()) checkUse(mapping.user, user);
    if (mapping.group) checkUse(*mapping.group, fuzz::group());
  } catch (const mappings::FileError& error) {
    checkProblems(error, text);
  }
  return 0;
}
