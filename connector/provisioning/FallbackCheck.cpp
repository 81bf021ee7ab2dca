#include "connector/provisioning/FallbackCheck.h"

#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/ResourceReader.h"

namespace scim2ldap::connector {
namespace {

bool takes(const ldap::Subschema& schema, const ldap::Entry& group, const std::string& attribute) {
  const ldap::AttributeType* type = schema.findAttributeType(attribute);
  const std::string name = type == nullptr || type->names.empty() ? attribute : type->names.front();
  const std::vector<std::string>& classes = group.values("objectClass");
  return schema.must(classes).contains(name) || schema.may(classes).contains(name);
}

}  // namespace

void checkFallbackGroup(const EndpointConfiguration& endpoint, const std::string& idAttribute,
                        ldap::Directory& directory, Store* store, Rehearse rehearse, CheckReport& report) {
  const mappings::Mapping& mapping = endpoint.mapping;
  if (!endpoint.fallback || !mapping.group || !mapping.group->members) return;
  const ldap::Dn& dn = endpoint.fallback->group;
  const mappings::MembersRule& rule = *mapping.group->members;
  const std::string name = "the fallback group " + dn.toString();
  const std::optional<ldap::Entry> group = directory.read(dn, {"objectClass", idAttribute});
  if (!group) {
    report.error(name +
                 " does not exist, or the service account may not see it: make it as "
                 "etc/ldap/fallback-group.ldif does, or name another one in [endpoint.fallback_group]");
    return;
  }
  if (!takes(directory.subschema(), *group, rule.attribute)) {
    report.error(name + " is of no object class with " + rule.attribute + ", in which " + mapping.file +
                 " lists members: make it with the object classes of [group]");
    return;
  }
  const std::size_t errorsBefore = report.errors();
  const std::optional<ResourceRow> row = store == nullptr
                                             ? std::nullopt
                                             : store->find({endpoint.name, std::string(typeOf(Kind::Group)),
                                                            group->first(idAttribute).value_or("")});
  if (row && row->externalId) {
    report.error(name + " has the externalId \"" + *row->externalId +
                 "\": a client takes it for its own, and the connector lets none change it; unlink it, or "
                 "name another one in [endpoint.fallback_group]");
  }
  if (rehearse == Rehearse::Yes && !mayChangeMembers(directory, dn, rule)) {
    report.error("the service account lacks the right to change " + rule.attribute + " of " + name +
                 "; give it as etc/ldap/access.ldif does");
  }
  if (report.errors() == errorsBefore) report.ok(name + " takes members");
}

}  // namespace scim2ldap::connector
