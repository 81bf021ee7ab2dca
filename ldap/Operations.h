#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ldap/Entry.h"
#include "ldap/Filter.h"
#include "ldap/ResultCode.h"

namespace scim2ldap::ldap {

/// Controls of a write. A control that the directory does not have is replaced as the field says.
struct WriteOptions {
  /// Assertion control (RFC 4528): the write takes place only where the filter holds, else assertionFailed.
  /// Without the control: the entry is read and compared just before.
  std::optional<Filter> assertion{};
  /// Permissive modify (1.2.840.113556.1.4.1413): adding a present value and deleting an absent one succeed.
  /// Without the control: the modification is narrowed to what is missing or present, by reading first.
  bool permissive = false;
  /// Post-read control (RFC 4527): attributes to return as they are after the write ("*" and "+" allowed).
  /// Without the control: a search after the write.
  std::vector<std::string> postRead{};
};

/// What became of a write, as the server said it; negative codes when it said nothing.
struct WriteResult {
  ResultCode code = ResultCode::Success;
  std::string diagnosticMessage{};
  std::string matchedDn{};
  std::optional<Entry> postRead{};

  [[nodiscard]] bool ok() const { return code == ResultCode::Success; }
  /// The request may or may not have been carried out: settle by reading.
  [[nodiscard]] bool outcomeUnknown() const { return isOutcomeUnknown(code); }
  /// The directory has not decided, or not for long: it is asked again later.
  [[nodiscard]] bool isNotNow() const { return outcomeUnknown() || ldap::isNotNow(code, diagnosticMessage); }
};

}  // namespace scim2ldap::ldap
