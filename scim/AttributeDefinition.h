#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scim/Schema.h"

namespace scim2ldap::scim {

/// An attribute as the schema files write it down: the kind, then what differs from the defaults of
/// RFC 7643 §2.2. References and binaries are case exact by their type (§2.3.6, §2.3.7).
class AttributeDefinition {
 public:
  AttributeDefinition(std::string name, Type type, std::string description) {
    attribute_.name = std::move(name);
    attribute_.type = type;
    attribute_.description = std::move(description);
    attribute_.caseExact = type == Type::Reference || type == Type::Binary;
  }

  AttributeDefinition&& multiValued() && { return set(attribute_.multiValued, true); }
  AttributeDefinition&& required() && { return set(attribute_.required, true); }
  AttributeDefinition&& caseExact() && { return set(attribute_.caseExact, true); }
  AttributeDefinition&& mutability(Mutability value) && { return set(attribute_.mutability, value); }
  AttributeDefinition&& returned(Returned value) && { return set(attribute_.returned, value); }
  AttributeDefinition&& uniqueness(Uniqueness value) && { return set(attribute_.uniqueness, value); }
  AttributeDefinition&& canonical(std::vector<std::string> values) && {
    return set(attribute_.canonicalValues, std::move(values));
  }
  AttributeDefinition&& refersTo(std::vector<std::string> types) && {
    return set(attribute_.referenceTypes, std::move(types));
  }
  AttributeDefinition&& of(std::vector<Attribute> subAttributes) && {
    return set(attribute_.subAttributes, std::move(subAttributes));
  }

  // Implicit, so that a list of definitions is a list of attributes.
  operator Attribute() && { return std::move(attribute_); }

 private:
  template <typename T>
  AttributeDefinition&& set(T& field, T value) {
    field = std::move(value);
    return std::move(*this);
  }

  Attribute attribute_;
};

inline AttributeDefinition text(std::string name, std::string description) {
  return {std::move(name), Type::String, std::move(description)};
}
inline AttributeDefinition boolean(std::string name, std::string description) {
  return {std::move(name), Type::Boolean, std::move(description)};
}
inline AttributeDefinition reference(std::string name, std::vector<std::string> types,
                                     std::string description) {
  return AttributeDefinition(std::move(name), Type::Reference, std::move(description))
      .refersTo(std::move(types));
}
inline AttributeDefinition complex(std::string name, std::string description,
                                   std::vector<Attribute> subAttributes) {
  return AttributeDefinition(std::move(name), Type::Complex, std::move(description))
      .of(std::move(subAttributes));
}

}  // namespace scim2ldap::scim
