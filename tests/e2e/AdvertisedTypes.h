#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scim/Json.h"
#include "tests/e2e/SchemaValues.h"
#include "tests/support/ScimClient.h"

namespace scim2ldap::test {

/// One attribute as a service advertises it. RFC 7643 §7
struct AdvertisedAttribute {
  std::string extension;  ///< URN; "" in the core schema
  scim::Json definition;

  [[nodiscard]] std::string name() const { return std::string(definition.stringAt("name")); }
  /// In standard notation.
  [[nodiscard]] std::string path() const { return extension.empty() ? name() : extension + ":" + name(); }
  [[nodiscard]] bool is(std::string_view characteristic, std::string_view value) const {
    return definition.stringAt(characteristic) == value;
  }
  [[nodiscard]] bool isRequired() const { return definition.find("required")->asBool(); }
  [[nodiscard]] bool isMultiValued() const { return definition.find("multiValued")->asBool(); }
  /// Not readOnly.
  [[nodiscard]] bool isTaken() const { return !is("mutability", "readOnly"); }
  /// The names of parts that are readOnly.
  [[nodiscard]] std::vector<std::string> readOnlyParts() const {
    return partsThatAre("mutability", "readOnly");
  }
  /// The names of parts that are returned only when asked for.
  [[nodiscard]] std::vector<std::string> requestedParts() const {
    return partsThatAre("returned", "request");
  }
  /// A value of one complex attribute without those.
  [[nodiscard]] scim::Json withoutRequested(scim::Json value) const;

  /// The value in a resource, or nullptr.
  [[nodiscard]] const scim::Json* in(const scim::Json& resource) const;
  void put(scim::Json& resource, const scim::Json& value) const;

 private:
  [[nodiscard]] std::vector<std::string> partsThatAre(std::string_view characteristic,
                                                      std::string_view value) const;
};

/// A resource type with all that its schemas advertise. RFC 7643 §6
struct AdvertisedType {
  std::string name;
  std::string endpoint;
  scim::Json schemas = scim::Json::array();
  std::vector<AdvertisedAttribute> attributes{};

  /// The body of a resource that has values of some of the attributes.
  [[nodiscard]] scim::Json body(const std::function<bool(const AdvertisedAttribute&)>& chosen,
                                SchemaValues& values) const;
};

/// What /ResourceTypes and /Schemas tell.
[[nodiscard]] std::vector<AdvertisedType> advertisedTypes(const ScimClient& client);

}  // namespace scim2ldap::test
