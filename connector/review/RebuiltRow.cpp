#include "connector/review/RebuiltRow.h"

#include <algorithm>

#include "connector/provisioning/ResourceReader.h"
#include "mappings/GeneralizedTime.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

TimePoint timeOf(const ldap::Entry& entry, std::string_view attribute, TimePoint otherwise) {
  const std::optional<std::string> value = entry.first(attribute);
  const std::optional<std::string> text = value ? mappings::dateTime(*value) : std::nullopt;
  const std::optional<scim::Instant> instant = text ? scim::parseDateTime(*text) : std::nullopt;
  return instant ? TimePoint(instant->first) : otherwise;
}

}  // namespace

std::string externalIdAttribute(const mappings::ResourceMapping& mapping) {
  static const mappings::Template asItIs = mappings::Template::parse("{externalId}");
  const auto rule =
      std::find_if(mapping.rules.begin(), mapping.rules.end(), [&](const mappings::AttributeRule& each) {
        return !each.ldap.empty() && each.value == asItIs &&
               std::holds_alternative<mappings::AsIs>(each.conversion);
      });
  return rule == mapping.rules.end() ? "" : rule->ldap;
}

ResourceRow rebuiltRow(const EndpointConfiguration& endpoint, Kind kind,
                       const mappings::ResourceMapping& mapping, const ldap::Entry& entry,
                       const std::string& idAttribute, TimePoint now) {
  ResourceRow row{.endpoint = endpoint.name,
                  .type = std::string(typeOf(kind)),
                  .id = entry.first(idAttribute).value_or("")};
  if (const std::string attribute = externalIdAttribute(mapping); !attribute.empty())
    row.externalId = entry.first(attribute);
  row.externalIdUnique = endpoint.uniqueExternalId;
  row.origin = Origin::Adopted;
  row.kept = scim::Json::object();
  row.created = timeOf(entry, "createTimestamp", now);
  row.modified = timeOf(entry, "modifyTimestamp", row.created);
  return row;
}

}  // namespace scim2ldap::connector
