#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/TextCase.h"
#include "mappings/Translation.h"
#include "scim/FilterMatch.h"
#include "tests/mappings/Fixture.h"
#include "tests/mappings/RandomResource.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using scim::Json;

namespace {

constexpr int kRounds = 400;
const WriteInputs kInputs{{{"id-1", "uid=m1,ou=people"}, {"id-2", "uid=m2,ou=people"}}, {}};

const ReadInputs& references() {
  static const ReadInputs inputs = [] {
    ReadInputs references;
    references.ofDn["uid=m1,ou=people"] = {"id-1", ""};
    references.ofDn["uid=m2,ou=people"] = {"id-2", ""};
    return references;
  }();
  return inputs;
}

/// Converts on the way in all that can be converted, so that originals have work to do.
const ResourceMapping& converting() {
  static const ResourceMapping mapping = userWith(R"([[user.attribute]]
scim = "displayName"
ldap = "displayName"
convert = "lower"
[[user.attribute]]
scim = "title"
ldap = "title"
convert = "lookup"
table = "titles"
[[user.attribute]]
scim = "preferredLanguage"
ldap = "preferredLanguage"
convert = "lookup"
table = "titles"
otherwise = "x"
[[user.attribute]]
scim = "emails"
ldap = "mail"
convert = "upper"
primary = true
[[user.attribute]]
scim = 'phoneNumbers[type eq "work"].value'
ldap = "telephoneNumber"
multiValued = true
[[user.attribute]]
scim = 'addresses[type eq "work"].formatted'
ldap = "postalAddress"
convert = "postalAddress"
[[user.attribute]]
scim = 'addresses[type eq "home"].country'
[[user.attribute]]
scim = "roles"
[[user.attribute]]
scim = "name.familyName"
ldap = "sn"
default = "{displayName | lastWord ?? userName}"
[table.titles]
"novak" = "n"
"42" = "n42"
)");
  return mapping;
}

const ResourceMapping& mappingNamed(const std::string& name) {
  static const ResourceMapping inetOrgPerson = readMappingFile(shipped("inetorgperson.toml")).user;
  static const ResourceMapping posix = readMappingFile(shipped("posix.toml")).user;
  if (name == "converting") return converting();
  return name == "posix" ? posix : inetOrgPerson;
}

/// What a directory does with modifications.
void carryOut(const std::vector<ldap::Modification>& modifications, ldap::Entry& entry) {
  for (const ldap::Modification& modification : modifications) {
    std::vector<std::string>& values = entry.attributes[modification.attribute];
    if (modification.type == ldap::ModificationType::Replace) values.clear();
    for (const std::string& value : modification.values) {
      const auto there = std::find(values.begin(), values.end(), value);
      if (modification.type == ldap::ModificationType::Delete) {
        BOOST_REQUIRE(there != values.end());
        values.erase(there);
      } else {
        BOOST_REQUIRE(there == values.end());
        values.push_back(value);
      }
    }
    if (values.empty()) entry.attributes.erase(modification.attribute);
  }
}

/// A resource as the service keeps it: an entry and a row.
struct Stored {
  ldap::Entry entry;
  Originals originals;
  Json kept;

  void remember(const ResourceMapping& mapping, const Json& resource) {
    originals = originalsFor(mapping, resource, entry, references());
    kept = keptPart(mapping, resource);
  }
  [[nodiscard]] Json read(const ResourceMapping& mapping) const {
    ReadInputs inputs = references();
    inputs.originals = &originals;
    inputs.kept = &kept;
    return toResource(mapping, entry, inputs);
  }
};

Stored create(const ResourceMapping& mapping, const Json& resource) {
  Stored stored{newEntry(mapping, resource, kInputs), {}, {}};
  stored.remember(mapping, resource);
  return stored;
}

/// How a directory with caseIgnoreMatch everywhere decides.
bool finds(const ldap::Filter& filter, const ldap::Entry& entry);

struct Finds {
  const ldap::Entry& entry;

  bool operator()(const ldap::And& node) const {
    return std::all_of(node.operands.begin(), node.operands.end(),
                       [&](const auto& f) { return finds(f, entry); });
  }
  bool operator()(const ldap::Or& node) const {
    return std::any_of(node.operands.begin(), node.operands.end(),
                       [&](const auto& f) { return finds(f, entry); });
  }
  bool operator()(const ldap::Not& node) const { return !finds(node.operand.front(), entry); }
  bool operator()(const ldap::Present& node) const { return entry.has(node.attribute); }
  bool operator()(const ldap::Equality& node) const {
    return anyValue(node.attribute, [&](const std::string& value) { return value == lowerCase(node.value); });
  }
  bool operator()(const ldap::Substrings& node) const {
    return anyValue(node.attribute, [&](const std::string& value) {
      const std::string initial = lowerCase(node.initial), final = lowerCase(node.final);
      return value.rfind(initial, 0) == 0 && value.size() >= final.size() &&
             value.compare(value.size() - final.size(), final.size(), final) == 0 &&
             std::all_of(node.any.begin(), node.any.end(), [&](const std::string& part) {
               return value.find(lowerCase(part)) != std::string::npos;
             });
    });
  }
  bool operator()(const ldap::GreaterOrEqual&) const { return true; }
  bool operator()(const ldap::LessOrEqual&) const { return true; }

  bool anyValue(const std::string& attribute, const auto& holds) const {
    const std::vector<std::string>& values = entry.values(attribute);
    return std::any_of(values.begin(), values.end(),
                       [&](const std::string& v) { return holds(lowerCase(v)); });
  }
};

bool finds(const ldap::Filter& filter, const ldap::Entry& entry) {
  return std::visit(Finds{entry}, filter.node);
}

std::string randomFilter(RandomUsers& random, const ResourceMapping& mapping) {
  static const std::vector<std::string> paths = {
      "userName",          "displayName",        "title",
      "preferredLanguage", "name.familyName",    "emails.value",
      "emails.type",       "phoneNumbers.value", "addresses.formatted",
      "addresses.country", "roles.value"};
  static const std::vector<std::string> ops = {"eq", "ne", "co", "sw", "ew", "gt", "le"};
  const std::string value = " " + printJson(Json(random.text()));
  const std::string op = " " + ops[random.pick(ops.size())];
  switch (random.pick(8)) {
    case 0:
      return "not (" + randomFilter(random, mapping) + ")";
    case 1:
      return "(" + randomFilter(random, mapping) + ") and (" + randomFilter(random, mapping) + ")";
    case 2:
      return "(" + randomFilter(random, mapping) + ") or (" + randomFilter(random, mapping) + ")";
    case 3:
      return std::string("emails[type ") + (random.one(2) ? "eq" : "ne") + " \"work\" and value" + op +
             value + "]";
    case 4:
      return random.one(2) ? "active eq false" : "active eq true";
    case 5:
      return paths[random.pick(paths.size())] + " pr";
    default:
      return paths[random.pick(paths.size())] + op + value;
  }
}

const char* const kMappings[] = {"inetorgperson", "posix", "converting"};

}  // namespace

BOOST_AUTO_TEST_SUITE(RoundTrip)

BOOST_DATA_TEST_CASE(a_resource_comes_back_as_it_was_sent, boost::unit_test::data::make(kMappings), name) {
  const ResourceMapping& mapping = mappingNamed(name);
  RandomUsers random(1);
  for (int i = 0; i < kRounds; ++i) {
    const Json sent = mappedPart(mapping, random.next());
    const Json given = create(mapping, sent).read(mapping);
    BOOST_TEST_CONTEXT(printJson(sent) << "\n" << printJson(given)) BOOST_TEST((given == sent));
  }
}

BOOST_DATA_TEST_CASE(so_it_does_after_a_change, boost::unit_test::data::make(kMappings), name) {
  const ResourceMapping& mapping = mappingNamed(name);
  RandomUsers random(2);
  for (int i = 0; i < kRounds; ++i) {
    Stored stored = create(mapping, mappedPart(mapping, random.next()));
    if (random.one(3)) stored.entry.attributes["mail"].push_back("added.by@someone.else");
    stored.remember(mapping, stored.read(mapping));
    const Json before = stored.read(mapping);
    Json after = mappedPart(mapping, random.next());
    after.set("userName", *before.find("userName"));
    carryOut(modifications(mapping, toAttributes(mapping, before, kInputs, false),
                           toAttributes(mapping, after, kInputs, false), stored.entry),
             stored.entry);
    stored.remember(mapping, after);
    const Json given = stored.read(mapping);
    BOOST_TEST_CONTEXT(printJson(after) << "\n" << printJson(given)) BOOST_TEST((given == after));
  }
}

BOOST_DATA_TEST_CASE(a_filter_finds_every_resource_that_meets_it, boost::unit_test::data::make(kMappings),
                     name) {
  const ResourceMapping& mapping = mappingNamed(name);
  RandomUsers random(3);
  std::vector<Stored> all;
  for (int i = 0; i < 60; ++i) all.push_back(create(mapping, mappedPart(mapping, random.next())));
  int meeting = 0;
  int spared = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = randomFilter(random, mapping);
    const scim::Filter filter = scim::parseFilter(text);
    try {
      scim::checkFilter(mapping.type, filter);
    } catch (const scim::Error&) {
      continue;  // this mapping does not have the attribute
    }
    const std::optional<ldap::Filter> narrowed = translate(mapping, filter, kInputs);
    for (const Stored& stored : all) {
      const bool meets = scim::matches(mapping.type, stored.read(mapping), filter);
      const bool found = !narrowed || finds(*narrowed, stored.entry);
      meeting += meets ? 1 : 0;
      spared += found ? 0 : 1;
      BOOST_TEST_CONTEXT(text << "\n" << printJson(stored.read(mapping))) BOOST_TEST((!meets || found));
    }
  }
  BOOST_TEST(meeting > 100);
  BOOST_TEST(spared > 100);
}

BOOST_AUTO_TEST_SUITE_END()
