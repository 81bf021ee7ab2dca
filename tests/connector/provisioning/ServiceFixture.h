#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "connector/provisioning/Executor.h"
#include "connector/provisioning/Service.h"
#include "connector/store/SqliteStore.h"
#include "mappings/MappingFile.h"
#include "scim/Error.h"
#include "tests/support/Folders.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// Lets something happen between a request's reading and its writing: once, before the next plan, or in its
/// place.
class InterruptedSink : public connector::PlanSink {
 public:
  explicit InterruptedSink(connector::PlanSink& sink) : sink_(sink) {}

  std::function<void()> beforeNextPlan{};
  std::optional<connector::Execution> insteadOfNextPlan{};

  /// What plans are answered with that are not to be carried out.
  std::function<std::optional<connector::Execution>(const connector::Plan&)> insteadOf{};

  [[nodiscard]] connector::Epoch begin() override { return sink_.begin(); }
  [[nodiscard]] connector::Execution execute(const connector::Plan& plan,
                                             const std::vector<std::string>& postRead,
                                             connector::Epoch epoch) override {
    if (beforeNextPlan) std::exchange(beforeNextPlan, {})();
    if (insteadOfNextPlan) return *std::exchange(insteadOfNextPlan, std::nullopt);
    if (insteadOf) {
      if (const auto answer = insteadOf(plan)) return *answer;
    }
    return sink_.execute(plan, postRead, epoch);
  }
  [[nodiscard]] std::int64_t takeNumber(const mappings::Allocation& allocation) override {
    return sink_.takeNumber(allocation);
  }

 private:
  connector::PlanSink& sink_;
};

/// A service over a slapd and a side table of its own, in this process.
class ServiceFixture {
 public:
  /// \param disable   the lines of [user.disable], those of the shipped mapping when empty
  /// \param fallback  of the endpoint; its group relative to the directory's base
  explicit ServiceFixture(const std::string& disable = "", const SlapdOptions& options = {},
                          const std::optional<connector::FallbackPolicy>& fallback = std::nullopt)
      : slapd(withPolicy(options)),
        store(connector::openSqliteStore(folder_.path() / "state.db")),
        directory(slapd.settings()),
        endpoint(endpointWith(disable, fallback)),
        executor_("main", directory, "entryUUID", *store, coordination.unsettled, logger_),
        sink(executor_),
        service(endpoint, directoryConfiguration_, directory, *store, sink, coordination, logger_) {}

  [[nodiscard]] connector::ServiceRequest request() const {
    connector::ServiceRequest made;
    made.context.requestId = "r";
    made.context.endpoint = endpoint.name;
    made.context.directory = endpoint.directory;
    made.context.uniqueExternalId = endpoint.uniqueExternalId;
    return made;
  }
  [[nodiscard]] scim::Json create(connector::Kind kind, const std::string& body) {
    return service.create(kind, request(), scim::parseJson(body)).resource;
  }
  [[nodiscard]] std::string makeUser(const std::string& userName, const std::string& more = "") {
    const scim::Json made =
        create(connector::Kind::User, R"({"userName":")" + userName +
                                          R"(","displayName":"D","name":{"familyName":"F"})" +
                                          (more.empty() ? "" : "," + more) + "}");
    return std::string(made.stringAt("id"));
  }
  [[nodiscard]] std::string makeGroup(const std::string& displayName,
                                      const std::vector<std::string>& members) {
    const scim::Json made = create(connector::Kind::Group, R"({"displayName":")" + displayName +
                                                               R"(","members":)" + memberList(members) + "}");
    return std::string(made.stringAt("id"));
  }
  [[nodiscard]] static std::string memberList(const std::vector<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids) list += (list.empty() ? "" : ",") + (R"({"value":")" + id + "\"}");
    return "[" + list + "]";
  }
  /// A PATCH of these operations (JSON, without brackets).
  scim::Json patch(connector::Kind kind, const std::string& id, const std::string& operations) {
    return service
        .patch(
            kind, request(), id,
            scim::parseJson(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
                            operations + "]}"))
        .resource;
  }
  [[nodiscard]] scim::Json get(connector::Kind kind, const std::string& id) {
    return service.get(kind, request(), id).resource;
  }
  scim::Json put(connector::Kind kind, const std::string& id, const std::string& body) {
    return service.replace(kind, request(), id, scim::parseJson(body)).resource;
  }
  [[nodiscard]] std::int64_t count(connector::Kind kind, const std::string& filter) {
    scim::Query query;
    query.filter = scim::parseFilter(filter);
    return service.list({kind}, request(), query).find("totalResults")->asInteger();
  }

  [[nodiscard]] ldap::Dn dn(const std::string& relative) const {
    return ldap::Dn::parse(relative + "," + slapd.base());
  }
  [[nodiscard]] ldap::Entry entry(const std::string& relative) {
    return directory.read(dn(relative), {"*", "+"}).value();
  }
  [[nodiscard]] bool exists(const std::string& relative) {
    return directory.read(dn(relative), {}).has_value();
  }
  /// As another client of the directory does it.
  void renameByOthers(const std::string& relative, const std::string& type, const std::string& value) {
    const ldap::WriteResult result = directory.rename(dn(relative), {{{type, value}}}, std::nullopt);
    if (!result.ok()) throw std::runtime_error("rename: " + result.diagnosticMessage);
  }

 private:
  [[nodiscard]] static SlapdOptions withPolicy(SlapdOptions options) {
    options.ppolicy = true;
    return options;
  }
  [[nodiscard]] connector::EndpointConfiguration endpointWith(
      const std::string& disable, const std::optional<connector::FallbackPolicy>& fallback) const {
    std::ostringstream shipped;
    shipped << std::ifstream(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml").rdbuf();
    std::string text = shipped.str();
    const std::string method = "method = \"ppolicy\"";
    if (!disable.empty()) text.replace(text.find(method), method.size(), disable);
    connector::EndpointConfiguration made;
    made.name = "entra";
    made.directory = "main";
    made.mapping =
        under(mappings::readMappingFile(folder_.write("mapping.toml", text)), ldap::Dn::parse(slapd.base()));
    made.fallback = fallback;
    if (fallback) made.fallback->group = fallback->group.under(ldap::Dn::parse(slapd.base()));
    return made;
  }

  TemporaryFolder folder_;
  connector::Logger logger_{connector::Level::Error};

 public:
  const TemporarySlapd slapd;
  std::unique_ptr<connector::Store> store;
  ldap::Directory directory;
  connector::EndpointConfiguration endpoint;
  connector::Coordination coordination;

 private:
  connector::DirectoryConfiguration directoryConfiguration_{
      .name = "main", .base = ldap::Dn::parse(slapd.base()), .settings = slapd.settings()};
  connector::Executor executor_;

 public:
  InterruptedSink sink;
  connector::Service service;
};

/// What a call is refused with. \returns a status of 0 when it is not
template <typename Call>
[[nodiscard]] scim::Error refusalOf(const Call& call) {
  try {
    static_cast<void>(call());
  } catch (const scim::Error& error) {
    return error;
  }
  return {0, scim::ScimType::None, "not refused"};
}

}  // namespace scim2ldap::test
