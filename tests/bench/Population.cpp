#include "tests/bench/Population.h"

namespace scim2ldap::bench {
std::string userName(const std::string& word, std::size_t number) {
  return word + std::to_string(number) + "@example.com";
}

std::string userDn(const std::string& word, std::size_t number) {
  return "uid=" + userName(word, number) + "," + kPeople;
}

std::string groupDn(const std::string& name) {
  return "cn=" + name + "," + kGroups;
}

std::string externalId(const std::string& word, std::size_t number) {
  return word + "-external-" + std::to_string(number);
}

std::string userBody(const std::string& word, std::size_t number) {
  const std::string n = std::to_string(number);
  const std::string name = userName(word, number);
  return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
         R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":")" +
         externalId(word, number) + R"(","userName":")" + name + R"(","active":true,"displayName":"Person )" +
         n +
         R"(","title":"Engineer","preferredLanguage":"en-US","emails":[{"primary":true,"type":"work","value":")" +
         name + R"("}],"name":{"givenName":"Given","familyName":"Family )" + n +
         R"(","formatted":"Given Family )" + n +
         R"("},"addresses":[{"primary":false,"type":"work","formatted":"Office 7","streetAddress":"1 Long Street",)"
         R"("locality":"Redmond","region":"WA","postalCode":"98052","country":"US"}],)"
         R"("phoneNumbers":[{"type":"work","value":"+1 555 0100"},{"type":"mobile","value":"+1 555 0101"},)"
         R"({"type":"fax","value":"+1 555 0102"}],)"
         R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":")" +
         n + R"(","department":"Research"}})";
}

Attributes userEntry(const std::string& word, std::size_t number) {
  const std::string n = std::to_string(number);
  const std::string name = userName(word, number);
  return {{"objectClass", {"inetOrgPerson"}},
          {"uid", {name}},
          {"cn", {"Given Family " + n}},
          {"sn", {"Family " + n}},
          {"givenName", {"Given"}},
          {"displayName", {"Person " + n}},
          {"title", {"Engineer"}},
          {"preferredLanguage", {"en-US"}},
          {"mail", {name}},
          {"telephoneNumber", {"+1 555 0100"}},
          {"mobile", {"+1 555 0101"}},
          {"facsimileTelephoneNumber", {"+1 555 0102"}},
          {"physicalDeliveryOfficeName", {"Office 7"}},
          {"street", {"1 Long Street"}},
          {"l", {"Redmond"}},
          {"st", {"WA"}},
          {"postalCode", {"98052"}},
          {"employeeNumber", {n}},
          {"departmentNumber", {"Research"}}};
}

const std::vector<std::string>& userAttributes() {
  static const std::vector<std::string> attributes = [] {
    std::vector<std::string> names{"entryUUID", "createTimestamp", "modifyTimestamp", "pwdAccountLockedTime",
                                   "manager"};
    for (const auto& attribute : userEntry("", 0)) names.push_back(attribute.first);
    return names;
  }();
  return attributes;
}

Attributes groupEntry(const std::string& name, std::size_t first, std::size_t members) {
  Attributes attributes{{"objectClass", {"groupOfNames"}}, {"cn", {name}}, {"member", {}}};
  for (std::size_t n = first; n < first + members; ++n) {
    attributes.back().second.push_back(userDn("known", n));
  }
  return attributes;
}

std::string ldifOf(const std::string& dn, const Attributes& attributes) {
  std::string text = "dn: " + dn + "\n";
  for (const auto& [name, values] : attributes) {
    for (const std::string& value : values) text.append(name).append(": ").append(value).append("\n");
  }
  return text + "\n";
}

std::string populationLdif(std::size_t users) {
  std::string text;
  const auto addGroup = [&](const std::string& name, std::size_t first, std::size_t members) {
    text += ldifOf(groupDn(name), groupEntry(name, first, members));
  };
  for (std::size_t n = 0; n < users; ++n) text += ldifOf(userDn("known", n), userEntry("known", n));
  for (std::size_t first = 0; first + kMembersOfTeam <= users; first += kMembersOfTeam)
    addGroup("team" + std::to_string(first / kMembersOfTeam), first, kMembersOfTeam);
  if (users > kMembersOfLargeGroup) addGroup("everybody", 0, kMembersOfLargeGroup);
  return text;
}

}  // namespace scim2ldap::bench
