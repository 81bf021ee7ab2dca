#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ldap/Controls.h"
#include "ldap/DirectorySettings.h"
#include "ldap/Entry.h"
#include "ldap/Modification.h"
#include "ldap/ResultCode.h"
#include "ldap/Search.h"
#include "ldap/SearchMessage.h"

struct ldap;
struct ldapmsg;

namespace scim2ldap::ldap {

/// What became of one request.
struct Answer {
  ResultCode code = ResultCode::Success;
  std::string diagnosticMessage{};
  std::string matchedDn{};
  /// False when the request certainly did not reach the server whole, and so was not carried out.
  bool sent = true;
  ResponseControls controls{};
  std::string value{};         ///< responseValue of an extended operation
  std::size_t references = 0;  ///< to other servers, among the entries of a search

  /// \throws Error  unless the code is success
  const Answer& orThrow() const;
};

/// One bound LDAP session. Every operation ends by its deadline. After a lost connection or a missed
/// deadline the session is broken for good: answers that come late would be taken for those of later
/// requests. Used by one thread at a time.
class Connection {
 public:
  /// Connects, secures the connection as the settings say, and binds.
  /// \throws Error  connectError when there is no (trusted) server there; else what the server answered
  Connection(const DirectorySettings& settings, const std::string& uri);

  /// Appends the entries found. Search result references are counted, and left out.
  [[nodiscard]] Answer search(const SearchRequest& request, const RequestControls& controls,
                              std::vector<Entry>& entries);
  /// Carries several searches out, some of which are under way at any time, so that neither side waits for the
  /// other; each has a deadline of its own. Appends what they find, in the order of the requests.
  /// \returns the first failure; behind it nothing more is sent
  [[nodiscard]] Answer searchAll(const std::vector<SearchRequest>& requests, std::vector<Entry>& entries);
  /// Begins a search without an end of its own; `receive` hands out what comes of it. A connection with such
  /// searches serves nothing else. \returns the message id \throws Error  when it could not be sent
  [[nodiscard]] int beginSearch(const SearchRequest& request, const RequestControls& controls);
  /// The next message to any of the searches begun, or nullopt when there is none yet. Never waits: after
  /// nullopt, `descriptor` becomes readable when there is more. \throws Error  serverDown and the like
  [[nodiscard]] std::optional<SearchMessage> receive();
  /// The socket, to wait for.
  [[nodiscard]] int descriptor() const;

  [[nodiscard]] Answer add(const Entry& entry, const RequestControls& controls);
  [[nodiscard]] Answer modify(const Dn& dn, const std::vector<Modification>& modifications,
                              const RequestControls& controls);
  [[nodiscard]] Answer rename(const Dn& dn, const Rdn& newRdn, const std::optional<Dn>& newSuperior,
                              const RequestControls& controls);
  [[nodiscard]] Answer remove(const Dn& dn, const RequestControls& controls);
  [[nodiscard]] Answer setPassword(const Dn& dn, const std::string& newPassword);
  [[nodiscard]] Answer whoAmI();

  /// Whether it must not be used again.
  [[nodiscard]] bool broken() const { return broken_; }
  /// Whether the server has ended it, so that its other connections are likely gone as well.
  [[nodiscard]] bool lost() const { return lost_; }
  /// How many messages the server has sent as answers so far.
  [[nodiscard]] std::uint64_t messagesReceived() const { return messagesReceived_; }
  /// Whether an idle connection is still good: a server that has ended it, or says that it will (notice of
  /// disconnection, RFC 4511 §4.4.1), has sent something that nobody asked for.
  [[nodiscard]] bool quiet() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct HandleDeleter {
    void operator()(::ldap* handle) const;
  };
  struct MessageDeleter {
    void operator()(ldapmsg* message) const;
  };
  using Message = std::unique_ptr<ldapmsg, MessageDeleter>;

  void configure(const DirectorySettings& settings, const std::string& uri);
  void configureTls(const DirectorySettings& settings, const std::string& uri);
  void connect(const DirectorySettings& settings, const std::string& uri);
  void readAhead();
  void bind(const DirectorySettings& settings, const std::string& uri);

  /// What libldap says of its latest failure.
  [[nodiscard]] std::string diagnostic() const;
  [[nodiscard]] Clock::time_point deadline() const { return Clock::now() + timeout_; }
  /// Sends a search. \returns libldap's code
  [[nodiscard]] int sendSearch(const SearchRequest& request, const RequestControls& controls, int& messageId);
  /// The next message to a request (LDAP_RES_ANY: to any), or the null pointer and `answer` filled.
  [[nodiscard]] Message next(int messageId, Clock::time_point deadline, Answer& answer);
  /// The answer to a request with a single response. \param sendCode  what the sending call returned
  [[nodiscard]] Answer finish(int sendCode, int messageId, Clock::time_point deadline);
  [[nodiscard]] Answer notSent(int sendCode);
  [[nodiscard]] Answer read(const Message& result);
  void noteFailure(const Answer& answer);

  std::unique_ptr<::ldap, HandleDeleter> handle_;
  std::chrono::milliseconds timeout_;
  std::uint64_t messagesReceived_ = 0;
  bool broken_ = false;
  bool lost_ = false;
};

}  // namespace scim2ldap::ldap
