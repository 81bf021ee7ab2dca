#include "connector/endpoint/BulkRoute.h"

#include <algorithm>
#include <chrono>

#include "connector/endpoint/BulkNames.h"
#include "connector/endpoint/BulkWorkers.h"
#include "connector/endpoint/ScimAnswer.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

HttpResponse dispatchBulk(Call& call, const AnswerCall& answerCall, Logger& logger) {
  const auto deadline =
      std::chrono::steady_clock::now() + call.snapshot->configuration().server.requestTimeout;
  if (call.rest.size() > 1) throw unknownPath();
  call.allowOnly("POST");
  const std::size_t maxOperations = call.endpoint->configuration.bulkMaxOperations;
  if (maxOperations == 0) {
    throw scim::Error(501, scim::ScimType::None,
                      "bulk is switched off for this endpoint (bulk_max_operations = 0)");
  }
  const scim::BulkRequest request = scim::parseBulk(scim::parseJson(call.http.body), maxOperations);
  const scim::BulkOrder order =
      orderBulk(request.operations,
                namesInBulk(call.endpoint->service, request.operations, call.request.context.scopes));

  BulkRun run(call, request.operations, order, answerCall, deadline);
  carryOutTasks(order.tasks, request.failOnErrors, call.endpoint->directory.bulkThreads,
                [&](std::size_t task) { return run.carryOut(task); });

  const auto count = [&](const auto& is) {
    return static_cast<std::int64_t>(std::count_if(run.results().begin(), run.results().end(), is));
  };
  logger.info("BULK_DONE", "A bulk was carried out",
              {{"requestId", call.http.requestId},
               {"operations", static_cast<std::int64_t>(request.operations.size())},
               {"failed", count([](const auto& result) { return result && !result->response.isNull(); })},
               {"notBegun", count([](const auto& result) { return !result; })}});
  return scimAnswer(200, bulkResponse(request.operations, run.results()));
}

}  // namespace scim2ldap::connector
