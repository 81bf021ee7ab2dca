#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connector/endpoint/Call.h"
#include "scim/Bulk.h"
#include "scim/BulkOrder.h"

namespace scim2ldap::connector {

using Dispatch = std::function<HttpResponse(Call&)>;
/// Has a call dispatched; what is thrown becomes the answer.
using AnswerCall = std::function<HttpResponse(Call& call, const Dispatch& dispatch)>;

/// The operations of a bulk on their way: each becomes a request of its own, with ids in place of bulkIds,
/// and its answer a result. Tasks may be carried out by several threads, as long as none begins before those
/// that it waits for have ended.
class BulkRun {
 public:
  /// Everything passed in must outlive the run.
  /// \param deadline  operations that have not begun then are answered with 503
  BulkRun(const Call& bulk, const std::vector<scim::BulkOperation>& operations, const scim::BulkOrder& order,
          const AnswerCall& answerCall, std::chrono::steady_clock::time_point deadline);

  /// Carries out the task at this place of the order. \returns whether nothing failed in it
  [[nodiscard]] bool carryOut(std::size_t task);

  /// One for each operation; nullopt: not begun.
  [[nodiscard]] const std::vector<std::optional<scim::BulkResult>>& results() const { return results_; }

 private:
  struct Request;

  [[nodiscard]] bool begin(std::size_t index);
  [[nodiscard]] bool complete(std::size_t index);
  /// The id of what a bulkId's operation has made.
  /// \throws scim::Error  400 when there is no such operation, 409 when it failed
  [[nodiscard]] std::string idOf(const std::string& bulkId) const;
  [[nodiscard]] scim::Json withIds(const scim::Json& body, const std::set<std::string>& except) const;
  [[nodiscard]] std::string locationOf(const scim::BulkOperation& operation, const std::string& id) const;

  const Call& bulk_;
  const std::vector<scim::BulkOperation>& operations_;
  const scim::BulkOrder& order_;
  const AnswerCall& answerCall_;
  const std::chrono::steady_clock::time_point deadline_;
  std::map<std::string, std::size_t> makes_;  ///< bulkId -> operation
  std::vector<std::string> ids_;              ///< of what the operations have made
  std::vector<std::optional<scim::BulkResult>> results_;
};

}  // namespace scim2ldap::connector
