#include "ldap/SchemaDescription.h"

#include <ldap.h>
#include <ldap_schema.h>

#include <memory>

namespace scim2ldap::ldap {
namespace {

std::string text(const char* string) {
  return string == nullptr ? "" : string;
}

std::vector<std::string> texts(char** strings) {
  std::vector<std::string> all;
  for (; strings != nullptr && *strings != nullptr; ++strings) all.emplace_back(*strings);
  return all;
}

ObjectClassKind kindOf(int kind) {
  if (kind == LDAP_SCHEMA_ABSTRACT) return ObjectClassKind::Abstract;
  return kind == LDAP_SCHEMA_AUXILIARY ? ObjectClassKind::Auxiliary : ObjectClassKind::Structural;
}

}  // namespace

std::optional<AttributeTypeDescription> parseAttributeType(const std::string& description) {
  int code = 0;
  const char* faultAt = nullptr;
  const std::unique_ptr<LDAPAttributeType, decltype(&ldap_attributetype_free)> parsed(
      ldap_str2attributetype(description.c_str(), &code, &faultAt, LDAP_SCHEMA_ALLOW_ALL),
      &ldap_attributetype_free);
  if (!parsed) return std::nullopt;
  AttributeTypeDescription result;
  result.superior = text(parsed->at_sup_oid);
  result.type.oid = text(parsed->at_oid);
  result.type.names = texts(parsed->at_names);
  result.type.syntax = text(parsed->at_syntax_oid);
  result.type.equality = text(parsed->at_equality_oid);
  result.type.ordering = text(parsed->at_ordering_oid);
  result.type.substrings = text(parsed->at_substr_oid);
  result.type.singleValue = parsed->at_single_value == LDAP_SCHEMA_YES;
  result.type.noUserModification = parsed->at_no_user_mod == LDAP_SCHEMA_YES;
  result.type.operational = parsed->at_usage != LDAP_SCHEMA_USER_APPLICATIONS;
  return result;
}

std::optional<ObjectClass> parseObjectClass(const std::string& description) {
  int code = 0;
  const char* faultAt = nullptr;
  const std::unique_ptr<LDAPObjectClass, decltype(&ldap_objectclass_free)> parsed(
      ldap_str2objectclass(description.c_str(), &code, &faultAt, LDAP_SCHEMA_ALLOW_ALL),
      &ldap_objectclass_free);
  if (!parsed) return std::nullopt;
  ObjectClass result;
  result.oid = text(parsed->oc_oid);
  result.names = texts(parsed->oc_names);
  result.superiors = texts(parsed->oc_sup_oids);
  result.kind = kindOf(parsed->oc_kind);
  result.must = texts(parsed->oc_at_oids_must);
  result.may = texts(parsed->oc_at_oids_may);
  return result;
}

}  // namespace scim2ldap::ldap
