#include "connector/provisioning/RequestLog.h"

namespace scim2ldap::connector {

LogRow logRow(const RequestContext& context, std::string_view type, const std::string& id,
              std::string_view name, int status) {
  LogRow row;
  row.time = context.wall.value_or(context.now);
  row.begun = context.begun;
  row.requestId = context.requestId;
  row.endpoint = context.endpoint;
  row.principal = context.principal;
  row.method = context.method;
  row.type = type;
  row.id = id;
  row.name = name;
  row.status = status;
  return row;
}

}  // namespace scim2ldap::connector
