#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/HttpClient.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

/// A directory and a connector on it.
struct World {
  explicit World(const SlapdOptions& slapdOptions, const ConnectorOptions& options = {})
      : slapd(slapdOptions), connector(slapd, options) {}

  TemporarySlapd slapd;
  ConnectorProcess connector;
  ScimClient client{connector};

  [[nodiscard]] std::string makeGroup(const std::string& name,
                                      const std::vector<std::string>& members) const {
    Json::Array list;
    for (const std::string& member : members) {
      Json value = Json::object();
      value.set("value", member);
      list.push_back(std::move(value));
    }
    Json body = Json::object();
    body.set("displayName", name);
    body.set("members", std::move(list));
    const ScimAnswer made = client.send("POST", "/Groups", printJson(body));
    BOOST_TEST_REQUIRE(made.status == 201, printJson(made.body));
    return made.id();
  }
  /// The groups that a resource in an answer shows: "Crew direct, Staff indirect"; "-" without the attribute.
  [[nodiscard]] static std::string groupsIn(const Json& user) {
    const Json* groups = user.find("groups");
    if (groups == nullptr) return "-";
    std::vector<std::string> texts;
    for (const Json& group : groups->asArray()) {
      BOOST_TEST(group.stringAt("$ref").ends_with("/Groups/" + std::string(group.stringAt("value"))));
      texts.push_back(std::string(group.stringAt("display")) + " " + std::string(group.stringAt("type")));
    }
    std::sort(texts.begin(), texts.end());
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
    return all;
  }
  [[nodiscard]] std::string groupsOf(const std::string& id,
                                     const std::string& parameters = "attributes=groups") const {
    const ScimAnswer answer = client.send("GET", "/Users/" + id + "?" + parameters);
    BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
    return groupsIn(answer.body);
  }
  [[nodiscard]] const Json* advertised() const {
    static Json schema;
    schema = client.send("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").body;
    for (const Json& attribute : schema.find("attributes")->asArray()) {
      if (attribute.stringAt("name") == "groups") return &attribute;
    }
    return nullptr;
  }
  [[nodiscard]] std::string refusal(const std::string& target) const {
    const ScimAnswer answer = client.send("GET", target);
    return std::to_string(answer.status) + " " + std::string(answer.body.stringAt("scimType"));
  }
};

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// The shipped mapping without its groups.
std::string userPart() {
  const std::string mapping = readFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml");
  return mapping.substr(0, mapping.find("\n[group]") + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(GroupsOfUsers)

BOOST_AUTO_TEST_CASE(are_shown_to_who_asks_for_them) {
  const World world(withPolicy());
  const ScimClient& client = world.client;
  const std::string ada = client.makeUser("ada", "Ada");
  const std::string bob = client.makeUser("bob", "Bob");
  const std::string crew = world.makeGroup("Crew", {ada});
  const std::string staff = world.makeGroup("Staff", {crew, bob});
  const std::string all = world.makeGroup("All", {staff, ada});
  static_cast<void>(world.makeGroup("Nobody", {}));

  BOOST_TEST(world.groupsOf(ada) == "All direct, Crew direct, Staff indirect");
  BOOST_TEST(world.groupsOf(bob) == "All indirect, Staff direct");
  BOOST_TEST(world.groupsOf(ada, "") == "-");
  BOOST_TEST(world.groupsOf(ada, "attributes=userName") == "-");
  BOOST_TEST(world.groupsOf(ada, "excludedAttributes=groups") == "-");
  BOOST_TEST(world.groupsOf(bob, "attributes=userName,GROUPS") == "All indirect, Staff direct");
  BOOST_TEST(world.groupsOf(bob, "attributes=urn:ietf:params:scim:schemas:core:2.0:User:groups") ==
             "All indirect, Staff direct");
  const Json part = client.send("GET", "/Users/" + bob + "?attributes=groups.value").body;
  BOOST_TEST(part.find("groups")->asArray().size() == 2U);
  BOOST_TEST(part.find("groups")->asArray()[0].find("type") == nullptr);

  // A circle, and a group of which nobody is left.
  BOOST_TEST(client.patch("/Groups/" + crew, "add", "members", R"([{"value":")" + all + R"("}])") == 204);
  BOOST_TEST(world.groupsOf(bob) == "All indirect, Crew indirect, Staff direct");
  BOOST_TEST(client.send("DELETE", "/Groups/" + staff).status == 204);
  BOOST_TEST(world.groupsOf(bob) == "-");
  BOOST_TEST(world.groupsOf(ada) == "All direct, Crew direct");

  // In lists, and in the answers to changes.
  for (const char* target :
       {"/Users?attributes=groups,userName", "/Users?attributes=groups,userName&filter=userName+pr",
        "/Users?attributes=groups,userName&sortBy=userName", "/?attributes=groups,userName&cursor="}) {
    const Json list = client.send("GET", target).body;
    std::map<std::string, std::string> groups;
    for (const Json& user : list.find("Resources")->asArray()) {
      groups[std::string(user.stringAt("userName"))] = World::groupsIn(user);
    }
    BOOST_TEST(groups["ada"] == "All direct, Crew direct", target);
    BOOST_TEST(groups["bob"] == "-", target);
  }
  const ScimAnswer changed =
      client.send("PATCH", "/Users/" + ada + "?attributes=groups",
                  R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)"
                  R"({"op":"replace","path":"title","value":"Countess"},)"
                  R"({"op":"replace","path":"groups","value":[{"value":")" +
                      staff + R"("}]}]})");
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(World::groupsIn(changed.body) == "All direct, Crew direct");
}

BOOST_AUTO_TEST_CASE(are_not_written_through_users) {
  const World world(withPolicy());
  const std::string crew = world.makeGroup("Crew", {});
  const std::string groups = R"("groups":[{"value":")" + crew + R"(","type":"direct"}])";
  const ScimAnswer made = world.client.send("POST", "/Users?attributes=groups",
                                            R"({"userName":"ada","displayName":"Ada",)" + groups + "}");
  BOOST_TEST_REQUIRE(made.status == 201);
  BOOST_TEST(World::groupsIn(made.body) == "-");
  BOOST_TEST(
      world.client
          .send("PUT", "/Users/" + made.id(), R"({"userName":"ada","displayName":"Ada",)" + groups + "}")
          .status == 200);
  BOOST_TEST(world.groupsOf(made.id()) == "-");
  const Json after = world.client.send("GET", "/Groups/" + crew).body;
  const Json* members = after.find("members");
  BOOST_TEST((members == nullptr || members->asArray().empty()));
}

BOOST_AUTO_TEST_CASE(are_advertised_and_cannot_be_filtered_or_sorted_by) {
  const World world(withPolicy());
  const Json* advertised = world.advertised();
  BOOST_TEST_REQUIRE(advertised != nullptr);
  BOOST_TEST(advertised->stringAt("returned") == "request");
  BOOST_TEST(advertised->stringAt("mutability") == "readOnly");
  for (const char* filter : {"groups.value+eq+%22x%22", "groups+pr", "groups[display+eq+%22x%22]",
                             "not(groups+pr)", "userName+pr+and+(groups.display+co+%22x%22)",
                             "urn:ietf:params:scim:schemas:core:2.0:User:groups+pr"}) {
    BOOST_TEST(world.refusal("/Users?filter=" + std::string(filter)) == "400 invalidFilter", filter);
    BOOST_TEST(world.refusal("/?filter=" + std::string(filter)) == "400 invalidFilter", filter);
  }
  BOOST_TEST(world.refusal("/Users?sortBy=groups") == "400 invalidPath");
  BOOST_TEST(world.refusal("/?sortBy=groups.display") == "400 invalidPath");
  const ScimAnswer refused = world.client.send("GET", "/Users?filter=groups+pr");
  BOOST_TEST(refused.body.stringAt("detail").find("members") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_version_says_nothing_of_them) {
  const World world(withPolicy());
  const std::string ada = world.client.makeUser("ada", "Ada");
  const std::string version(world.client.send("GET", "/Users/" + ada).body.find("meta")->stringAt("version"));
  static_cast<void>(world.makeGroup("Crew", {ada}));
  const auto get = [&](const std::string& parameters) {
    return sendHttp("GET", world.connector.baseUrl() + "/Users/" + ada + parameters,
                    {{"Authorization", "Bearer " + world.connector.token()}, {"If-None-Match", version}});
  };
  BOOST_TEST(get("").status == 304);
  BOOST_TEST(get("?attributes=groups").status == 200);
}

BOOST_AUTO_TEST_CASE(are_found_by_naming_values_too) {
  const TemporaryFolder folder;
  ConnectorOptions options;
  options.mapping = folder.write("by-uid.toml", userPart() + R"(
[group]
container   = "ou=groups"
objectClass = ["posixGroup"]
rdn         = "cn"
[[group.attribute]]
scim     = "displayName"
ldap     = "cn"
required = true
[[group.attribute]]
value = "100"
ldap  = "gidNumber"
[group.members]
attribute = "memberUid"
value     = "uid"
)");
  SlapdOptions slapd = withPolicy();
  slapd.schemas = {"core", "cosine", "nis", "inetorgperson"};
  const World world(slapd, options);
  const std::string ada = world.client.makeUser("ada", "Ada");
  const std::string bob = world.client.makeUser("bob", "Bob");
  static_cast<void>(world.makeGroup("Crew", {ada}));
  static_cast<void>(world.makeGroup("ada", {bob}));
  static_cast<void>(world.makeGroup("All", {ada, bob}));
  BOOST_TEST(world.groupsOf(ada) == "All direct, Crew direct");
  BOOST_TEST(world.groupsOf(bob) == "All direct, ada direct");
}

BOOST_AUTO_TEST_CASE(are_not_advertised_without_groups) {
  const TemporaryFolder folder;
  ConnectorOptions options;
  options.mapping = folder.write("users.toml", userPart());
  const World world(withPolicy(), options);
  BOOST_TEST(world.advertised() == nullptr);
  const std::string ada = world.client.makeUser("ada", "Ada");
  BOOST_TEST(world.groupsOf(ada) == "-");
  BOOST_TEST(world.refusal("/Users?filter=groups+pr") == "400 invalidFilter");
}

BOOST_AUTO_TEST_SUITE_END()
