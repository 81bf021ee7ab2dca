#pragma once

#include <random>
#include <string>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::mappings {

/// Canonical users such as clients send: any attribute may be missing, values differ in case, accents,
/// blanks, order and companions. The same seed gives the same users.
class RandomUsers {
 public:
  explicit RandomUsers(unsigned seed) : random_(seed) {}

  [[nodiscard]] scim::Json next() {
    scim::Json user = scim::Json::object();
    user.set("userName", "u" + text());
    user.set("active", !one(4));
    for (const char* name : {"displayName", "title", "preferredLanguage", "nickName"}) {
      if (one(2)) user.set(name, text());
    }
    scim::Json name = scim::Json::object();
    for (const char* part : {"formatted", "familyName", "givenName"}) {
      if (one(2)) name.set(part, text());
    }
    if (!name.asObject().empty()) user.set("name", name);
    setValues(user, "emails", {"work", "home"}, {"value"});
    setValues(user, "phoneNumbers", {"work", "mobile", "fax", "pager"}, {"value"});
    setValues(user, "addresses", {"work", "home"}, {"formatted", "streetAddress", "locality", "country"});
    setValues(user, "roles", {"a", "b"}, {"value"});
    scim::Json enterprise = scim::Json::object();
    if (one(2)) enterprise.set("department", text());
    if (one(2)) enterprise.set("costCenter", text());
    if (one(2)) {
      scim::Json manager = scim::Json::object();
      manager.set("value", one(2) ? "id-1" : "id-2");
      enterprise.set("manager", manager);
    }
    if (!enterprise.asObject().empty()) {
      user.set("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", enterprise);
    }
    return user;
  }

  [[nodiscard]] std::string text() {
    static const std::vector<std::string> words = {
        "novak", "Novak", "NOVÁK", "žofie", "O'Brien", "R&D (EU), #1", "a+b", "x\\y", "*", "$", "42", "B"};
    std::string text = words[pick(words.size())];
    if (one(2)) text += (one(3) ? "  " : " ") + words[pick(words.size())];
    return text;
  }
  [[nodiscard]] bool one(unsigned of) { return pick(of) == 0; }
  [[nodiscard]] std::size_t pick(std::size_t count) { return random_() % count; }

 private:
  void setValues(scim::Json& user, const char* attribute, const std::vector<std::string>& types,
                 const std::vector<std::string>& parts) {
    scim::Json::Array values;
    for (std::size_t count = pick(4); count > 0; --count) {
      scim::Json value = scim::Json::object();
      for (const std::string& part : parts) {
        if (!one(3)) value.set(part, text());
      }
      if (!one(6)) value.set("type", types[pick(types.size())]);
      if (one(6)) value.set("display", text());
      if (values.empty() && one(2)) value.set("primary", true);
      if (!value.asObject().empty()) values.push_back(value);
    }
    if (!values.empty()) user.set(attribute, values);
  }

  std::mt19937 random_;
};

}  // namespace scim2ldap::mappings
