#include <array>
#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/e2e/DirectoryDump.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/PosixDirectory.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::string_literals;
using scim::Json;

namespace {

constexpr unsigned kSeed = 4514;
constexpr int kRandomValues = 30;
/// What a filter may hold; longer ones are refused.
constexpr std::size_t kMostInFilter = 8000;

const std::string kEnterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

const std::vector<std::string> kAttributes = {
    "userName",
    "displayName",
    "name.formatted",
    "name.familyName",
    "name.givenName",
    "title",
    "preferredLanguage",
    "externalId",
    R"(emails[type eq "work"].value)",
    R"(phoneNumbers[type eq "work"].value)",
    R"(phoneNumbers[type eq "mobile"].value)",
    R"(phoneNumbers[type eq "fax"].value)",
    R"(addresses[type eq "work"].formatted)",
    R"(addresses[type eq "work"].streetAddress)",
    R"(addresses[type eq "work"].locality)",
    R"(addresses[type eq "work"].region)",
    R"(addresses[type eq "work"].postalCode)",
    R"(addresses[type eq "work"].country)",
    kEnterprise + "employeeNumber",
    kEnterprise + "department",
};

/// Texts that mean something to DNs, to filters, to LDIF, to JSON or to eyes.
const std::vector<std::string> kValues = {
    ",+\"\\<>;=#*()",
    "*",
    "*)(objectClass=*",
    "a)(|(uid=*))(&(x=y",
    "\\2a\\00\\",
    "nul\0nul"s,
    "\0"s,
    " leading",
    "trailing ",
    "   ",
    "#hash",
    "uid=admin,dc=example,dc=com",
    "x,ou=groups",
    "line\r\ndn: cn=evil\n-\nchangetype: delete",
    "\"} or userName pr or (\"",
    "\u202Egnp.\u202Dexe",
    "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
    "\U0001F469\u200D\U0001F469\u200D\U0001F467\U0001F1E8\U0001F1FF",
    "e\u0301 \u00E9 \uFB01 \u017F \u212A",
    "\u00A0\u2003\uFEFF",
    "../../etc/passwd%00%2e%2e",
    std::string(65536, 'x'),
    std::string(40000, '*') + std::string(20000, '('),
};

std::string asJson(const std::string& text) {
  return scim::printJson(Json(text));
}

std::string patchBody(const std::string& op, const std::string& path, const std::string& value) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":)" + asJson(op) +
         R"(,"path":)" + asJson(path) + (value.empty() ? "" : R"(,"value":)" + value) + "}]}";
}

std::string searchBody(const std::string& filter) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":)" + asJson(filter) +
         "}";
}

std::string percentEncoded(const std::string& text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    encoded += {'%', kHex[octet >> 4], kHex[octet & 15]};
  }
  return encoded;
}

/// What a resource has at one of kAttributes.
std::string valueAt(const Json& resource, std::string_view path) {
  if (path.starts_with(kEnterprise)) {
    const Json* extension = resource.find(kEnterprise.substr(0, kEnterprise.size() - 1));
    return extension == nullptr ? "" : std::string(extension->stringAt(path.substr(kEnterprise.size())));
  }
  const std::size_t bracket = path.find('[');
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return std::string(resource.stringAt(path));
  const Json* parent = resource.find(path.substr(0, std::min(bracket, dot)));
  if (parent == nullptr) return "";
  if (bracket == std::string_view::npos) return std::string(parent->stringAt(path.substr(dot + 1)));
  const std::size_t quote = path.find('"');
  const std::string_view type = path.substr(quote + 1, path.find('"', quote + 1) - quote - 1);
  for (const Json& element : parent->asArray())
    if (element.stringAt("type") == type) return std::string(element.stringAt(path.substr(dot + 1)));
  return "";
}

std::vector<std::string> randomValues() {
  const std::vector<std::string> pieces = {",",  "+",      "\"",     "\\",         "<",   ">",   ";",    "=",
                                           "#",  "*",      "(",      ")",          "\0"s, " ",   "a",    "ou",
                                           "\t", "\u00E4", "\u202E", "\U0001F600", "%2C", "\\2", "uid=", "&",
                                           "|",  "!",      "~=",     ">=",         "/",   "'"};
  std::mt19937 random(kSeed);
  std::uniform_int_distribution<std::size_t> piece(0, pieces.size() - 1);
  std::uniform_int_distribution<int> length(1, 12);
  std::vector<std::string> values;
  for (int count = 0; count < kRandomValues; ++count) {
    std::string value;
    for (int left = length(random); left > 0; --left) value += pieces[piece(random)];
    values.push_back(std::move(value));
  }
  return values;
}

struct Hostile {
  TemporarySlapd slapd;
  ConnectorProcess connector;
  ScimClient client{connector};
  std::string target = client.makeUser("target", "Target");
  std::string peer = client.makeUser("peer", "Peer");
  std::string group = client.makeGroup("Leads");
  std::string otherGroup = client.makeGroup("Others");
  DirectoryDump last;
  int taken = 0;  ///< values that were stored

  Hostile(SlapdOptions options, const std::string& mapping)
      : slapd(std::move(options)), connector(slapd, {.mapping = mapping}) {
    BOOST_REQUIRE(client.patch("/Groups/" + otherGroup, "add", "members", R"([{"value":")" + peer + "\"}]") ==
                  204);
    last = dumpOf(slapd);
  }

  /// All entries but that one are as they were. `changed`: whether that one may be different.
  void expectOthersUntouched(const std::string& id, bool changed = true) {
    DirectoryDump now = dumpOf(slapd);
    DirectoryDump before = last;
    last = now;
    if (changed) {
      now.erase(id);
      before.erase(id);
    }
    BOOST_TEST((now == before));
  }

  static SlapdOptions withPolicy() {
    SlapdOptions options;
    options.ppolicy = true;
    return options;
  }

  /// Exactly the resources of these ids are found, or the search is refused.
  void expectFound(const std::string& type, const std::string& filter, const std::vector<std::string>& ids) {
    const ScimAnswer found = client.send("POST", "/" + type + "/.search", searchBody(filter));
    if (found.status == 400) {
      BOOST_TEST((filter.size() > kMostInFilter || found.body.stringAt("scimType") == "invalidFilter"));
      BOOST_TEST(filter.size() > kMostInFilter, scim::printJson(found.body).substr(0, 200));
      return;
    }
    BOOST_TEST_REQUIRE(found.status == 200, scim::printJson(found.body).substr(0, 200));
    std::vector<std::string> got;
    if (const Json* resources = found.body.find("Resources")) {
      for (const Json& resource : resources->asArray()) got.emplace_back(resource.stringAt("id"));
    }
    BOOST_TEST((got == ids), got.size() << " found");
  }

  /// The filter that finds who has that value there.
  static std::string filterFor(const std::string& path, const std::string& value) {
    const std::size_t end = path.find(']');
    const std::string comparison = " eq " + asJson(value);
    return end == std::string::npos ? path + comparison
                                    : path.substr(0, end) + " and " + path.substr(end + 2) + comparison + "]";
  }

  /// Sets an attribute of the one resource and looks at everything.
  void put(const std::string& type, const std::string& id, const std::string& path,
           const std::string& value) {
    const std::string url = "/" + type + "/" + id;
    std::string& held = held_[type + path];
    const ScimAnswer answer = client.send("PATCH", url, patchBody("replace", path, asJson(value)));
    expectOthersUntouched(id);
    if (answer.status < 300) {
      ++taken;
      if (!held.empty() && held != value) expectFound(type, filterFor(path, held), {});
      held = value;
      expectFound(type, filterFor(path, value), {id});
    } else {
      BOOST_TEST(answer.status == 400, scim::printJson(answer.body).substr(0, 300));
      BOOST_TEST(!answer.body.stringAt("detail").empty());
      if (held != value) expectFound(type, filterFor(path, value), {});
    }
    if (!held.empty()) BOOST_TEST(valueAt(client.send("GET", url).body, path) == held);
    if (held.size() > kMostInFilter) put(type, id, path, "short");  // else every answer would be as long
  }

 private:
  std::map<std::string, std::string> held_;  ///< what the resource has, by type and path
};

struct Inetorgperson : Hostile {
  Inetorgperson() : Hostile(withPolicy(), "inetorgperson.toml") {}
};
struct Posix : Hostile {
  Posix() : Hostile(posixDirectory(), "posix.toml") {}
};

std::string shortened(const std::string& value) {
  return asJson(value).substr(0, 60);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(HostileValues)

BOOST_FIXTURE_TEST_CASE(in_any_attribute_touch_and_find_their_own_resource_only, Inetorgperson) {
  for (const std::string& value : kValues) {
    for (const std::string& path : kAttributes) {
      BOOST_TEST_CONTEXT(path << " = " << shortened(value)) {
        put("Users", target, path, value);
      }
    }
    BOOST_TEST_CONTEXT("group " << shortened(value)) {
      put("Groups", group, "displayName", value);
    }
    BOOST_TEST_CONTEXT("group " << shortened(value)) {
      put("Groups", group, "externalId", value);
    }
  }
  std::size_t next = 0;
  for (const std::string& value : randomValues()) {
    const std::string& path = kAttributes[next++ % kAttributes.size()];
    BOOST_TEST_CONTEXT(path << " = " << shortened(value)) {
      put("Users", target, path, value);
    }
    BOOST_TEST_CONTEXT("userName = " << shortened(value)) {
      put("Users", target, "userName", value);
    }
    BOOST_TEST_CONTEXT("group " << shortened(value)) {
      put("Groups", group, "displayName", value);
    }
  }
  BOOST_TEST(taken > static_cast<int>(kValues.size() * kAttributes.size() / 2));
}

BOOST_FIXTURE_TEST_CASE(in_names_that_templates_use_touch_their_own_resource_only, Posix) {
  for (const std::string& value : kValues) {
    for (const char* path : {"userName", "displayName", "name.formatted", "name.familyName"}) {
      BOOST_TEST_CONTEXT(path << " = " << shortened(value)) {
        put("Users", target, path, value);
      }
    }
    BOOST_TEST_CONTEXT("group " << shortened(value)) {
      put("Groups", group, "displayName", value);
    }
  }
  BOOST_TEST(taken > static_cast<int>(kValues.size()));
}

BOOST_FIXTURE_TEST_CASE(of_somebody_new_make_one_entry_in_its_place, Inetorgperson) {
  std::vector<std::string> values = kValues;
  for (std::string& value : randomValues()) values.push_back(std::move(value));
  for (const std::string& value : values) {
    BOOST_TEST_CONTEXT(shortened(value)) {
      const std::string named = R"({"userName":)" + asJson(value) + R"(,"externalId":)" + asJson(value) +
                                R"(,"displayName":)" + asJson(value) + "}";
      for (const char* type : {"Users", "Groups"}) {
        const ScimAnswer made = client.send("POST", "/"s + type, named);
        if (made.status != 201) {
          BOOST_TEST(made.status == 400, scim::printJson(made.body).substr(0, 300));
          expectOthersUntouched("", false);
          continue;
        }
        expectOthersUntouched(made.id());
        BOOST_TEST(last.at(made.id()).dn.parent().toString() ==
                   (type == "Users"s ? "ou=people," : "ou=groups,") + slapd.base());
        expectFound(type, "externalId eq " + asJson(value), {made.id()});
        BOOST_TEST(client.send("DELETE", "/"s + type + "/" + made.id()).status == 204);
        expectOthersUntouched(made.id());
      }
    }
  }
}

BOOST_FIXTURE_TEST_CASE(in_ids_members_and_paths_touch_nothing, Inetorgperson) {
  std::vector<std::string> values = kValues;
  for (std::string& value : randomValues()) values.push_back(std::move(value));
  const std::string mine = "/Groups/" + otherGroup;
  for (const std::string& value : values) {
    BOOST_TEST_CONTEXT(shortened(value)) {
      const std::string json = asJson(value);
      const std::string member = R"([{"value":)" + json + "}]";
      const std::vector<std::array<std::string, 3>> requests{
          {"PATCH", mine, patchBody("add", "members", member)},
          {"PATCH", mine, patchBody("remove", "members", member)},
          {"PATCH", mine, patchBody("remove", "members[value eq " + json + "]", "")},
          {"PATCH", mine, patchBody("replace", "members[value eq " + json + "].display", json)},
          {"PATCH", "/Users/" + target, patchBody("replace", value, json)},
          {"PATCH", "/Users/" + target, patchBody("remove", "emails[type eq " + json + "]", "")},
          {"PATCH", "/Users/" + target, patchBody("replace", "manager", json)},
      };
      for (const auto& [method, url, body] : requests) {
        const ScimAnswer answer = client.send(method, url, body);
        BOOST_TEST((answer.status < 300 || answer.status == 400 || answer.status == 404),
                   answer.status << ' ' << body.substr(0, 200));
        expectOthersUntouched("", false);
      }
      if (value.size() > 1000) continue;
      for (const char* type : {"/Users/", "/Groups/"}) {
        for (const char* method : {"GET", "DELETE"}) {
          const int status = client.send(method, type + percentEncoded(value)).status;
          BOOST_TEST((status == 404 || status == 400));
        }
        expectOthersUntouched("", false);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
