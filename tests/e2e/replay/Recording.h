#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::test {

/// What the directory itself is expected to hold.
struct DirectoryExpectation {
  scim::Json base;
  scim::Json filter;
  scim::Json attributes = scim::Json::object();  ///< name -> exactly these values, null: none
  bool none = false;                             ///< no entry is found
  bool eventually = false;                       ///< looked at again until it is so, for a while
};

/// What a simple bind is expected to end with.
struct BindExpectation {
  scim::Json dn;
  scim::Json password;
  std::string result;  ///< name of the result code, "invalidCredentials"
};

/// One step of a recording. Texts may hold variables, see tests/idp/README.md.
struct RecordedStep {
  std::string name;
  std::int64_t repeat = 1;

  bool isRequest = false;
  std::string method;
  std::string target;
  scim::Json headers = scim::Json::object();
  scim::Json body;      ///< null: none
  std::string rawBody;  ///< sent as it stands, in place of `body`

  bool setsPassword = false;
  scim::Json dn;
  scim::Json password;

  bool addsEntry = false;  ///< with `dn` and `attributes`
  scim::Json attributes = scim::Json::object();

  std::optional<scim::Json> command;  ///< arguments of scim2ldap, as a shell reads them
  bool fails = false;                 ///< the command does not exit with 0
  std::vector<scim::Json> output;     ///< texts that the command prints, among others
  std::string saveOutput;             ///< variable that takes all that it prints, or ""

  std::int64_t status = 0;
  scim::Json expectedHeaders = scim::Json::object();
  std::optional<scim::Json> expectedBody;  ///< compared in part
  std::optional<scim::Json> equals;        ///< compared in whole
  bool empty = false;                      ///< no body at all
  std::vector<std::string> absent;
  scim::Json save = scim::Json::object();     ///< variable -> path
  scim::Json collect = scim::Json::object();  ///< list variable -> value with variables
  std::vector<DirectoryExpectation> directory;
  std::vector<BindExpectation> binds;
};

/// Recorded traffic of one identity provider, as data.
struct Recording {
  std::string name;
  std::string mapping = "inetorgperson.toml";  ///< a shipped mapping's name, or the path of a file
  std::string dialect = "entra";
  std::string tables{};  ///< more tables of the configuration, as TOML
  bool own = false;      ///< not on the directory that others share
  /// Of a shipped example, whose endpoint it is played to (its first one when left out), and lines of its
  /// configuration that are other ones.
  std::string endpoint;
  std::vector<std::pair<std::string, std::string>> changes;
  std::vector<RecordedStep> steps;
};

/// Reads a recording. Unknown keys are refused, so that a misspelt expectation cannot pass unnoticed.
/// \throws std::runtime_error  naming the file and the key or step at fault
[[nodiscard]] Recording readRecording(const std::filesystem::path& file);

}  // namespace scim2ldap::test
