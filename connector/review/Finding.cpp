#include "connector/review/Finding.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "connector/log/HarmlessText.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr std::size_t kMostShown = 3;

struct Description {
  Fault fault;
  std::string_view name;
  bool isMendable;
  std::string_view what;  ///< behind the subject, before the values
  std::string_view remedy;
};

constexpr std::array<Description, 21> kDescriptions{{
    {Fault::OrphanRow, "orphan-row", true, "has a row in the side table, and no entry",
     "`scim2ldap state repair` removes the row"},
    {Fault::RowOutside, "row-outside", false,
     "has a row in the side table, and its entry stands where the endpoint does not look, or does not meet "
     "the mapping's filter",
     "move the entry back, or widen bases or filter in the mapping file; the row keeps its externalId for "
     "that"},
    {Fault::RowUnseen, "row-unseen", false,
     "has a row in the side table, and no entry below the endpoint's bases; elsewhere the directory refuses "
     "to be searched",
     "give the service account the right to search below the directory's `base`, and run this again"},
    {Fault::WrongType, "wrong-type", true, "has a row in the side table, and its entry is of the other type",
     "`scim2ldap state repair` removes the row"},
    {Fault::OrphanFallback, "orphan-fallback", true,
     "is looked after for the fallback group, and has no entry", "`scim2ldap state repair` removes the row"},
    {Fault::NotInFallback, "not-in-fallback", true,
     "was put into the fallback group, which does not list the user any more",
     "`scim2ldap state repair` has the service look where the user belongs"},
    {Fault::LeftHome, "left-home", true, "is not disabled, and the side table has the name to come back to:",
     "`scim2ldap state repair` forgets that name"},
    {Fault::LostRow, "lost-row", false,
     "was written by a client, and no one of the type has a row in the side table",
     "`scim2ldap state rebuild` makes the rows anew"},
    {Fault::SharedExternalId, "shared-external-id", false, "has an externalId that others have as well:",
     "see which is right, and delete the other one or give it another externalId"},
    {Fault::SharedName, "shared-name", false, "has a userName or displayName that others have as well:",
     "rename all but one, or take them out of the endpoint's bases"},
    {Fault::SharedId, "shared-id", false, "has an id that others have as well:",
     "`id_attribute` of the directory has to be one that no two entries share, as entryUUID"},
    {Fault::DanglingMember, "dangling-member", true,
     "lists members that nobody is:", "`scim2ldap state repair` takes them out"},
    {Fault::MovedMember, "moved-member", false, "lists members that are not there, and may stand elsewhere:",
     "move the entries back, or put right by hand what the group lists"},
    {Fault::PlaceholderBesideMembers, "placeholder-beside-members", true,
     "lists the placeholder beside members", "`scim2ldap state repair` takes it out"},
    {Fault::NoMember, "no-member", true, "has no member, and its object class demands one",
     "`scim2ldap state repair` puts the placeholder in"},
    {Fault::OtherServer, "other-server", false, "is held by other servers in part, which nobody asks",
     "name bases in the mapping file that this server holds as a whole; who is not found is not taken for "
     "gone until then"},
    {Fault::PlanWaiting, "plan-waiting", false, "a request was cut short and waits to be settled:",
     "start the service, or bring the directory back; the service settles it"},
    {Fault::PlanWithoutDirectory, "plan-without-directory", false,
     "a request was cut short, in a directory that the configuration does not name:",
     "name the directory in the configuration as before, and start the service; it settles the request"},
    {Fault::PlanSetAside, "plan-set-aside", false,
     "a request is half-done, and the directory let it be neither ended nor undone:",
     "apply the LDIF that the log has at JOURNAL_SET_ASIDE (forward) or UNDO_REFUSED (back), and restart the "
     "service"},
    {Fault::UnknownEndpoint, "unknown-endpoint", false,
     "has rows in the side table, and the configuration names no such endpoint",
     "give the endpoint its name back; rows belong to names"},
    {Fault::DamagedFile, "damaged-file", false, "the side table is damaged:",
     "restore it from a backup, or move it away and run `scim2ldap state rebuild`"},
}};

const Description& of(Fault fault) {
  return *std::find_if(kDescriptions.begin(), kDescriptions.end(),
                       [&](const Description& each) { return each.fault == fault; });
}

std::string subjectOf(const Finding& finding) {
  if (!finding.dn.empty()) return finding.dn;
  if (!finding.type.empty()) return finding.type + " " + finding.id;
  if (!finding.id.empty()) return "journal row " + finding.id;
  return finding.endpoint;
}

}  // namespace

std::string_view nameOf(Fault fault) {
  return of(fault).name;
}

bool isMendable(Fault fault) {
  return of(fault).isMendable;
}

std::string_view remedyOf(Fault fault) {
  return of(fault).remedy;
}

std::string describe(const Finding& finding) {
  const std::string subject = subjectOf(finding);
  std::string text = subject + (subject.empty() ? "" : " ") + std::string(of(finding.fault).what);
  const std::size_t shown = std::min(finding.values.size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? " " : "; ") + finding.values[i];
  if (finding.values.size() > shown)
    text += "; and " + std::to_string(finding.values.size() - shown) + " more";
  return harmless(text);
}

Json toJson(const Finding& finding) {
  Json json = Json::object();
  json.set("fault", nameOf(finding.fault));
  json.set("endpoint", finding.endpoint);
  json.set("type", finding.type);
  json.set("id", finding.id);
  json.set("dn", finding.dn);
  json.set("values", Json(Json::Array(finding.values.begin(), finding.values.end())));
  return json;
}

Finding findingFrom(const Json& json) {
  const std::string_view name = json.stringAt("fault");
  const auto* const description = std::find_if(kDescriptions.begin(), kDescriptions.end(),
                                               [&](const Description& each) { return each.name == name; });
  if (description == kDescriptions.end()) {
    throw std::invalid_argument("\"" + std::string(name) +
                                "\" is no fault that the service knows; restart it after an upgrade");
  }
  Finding finding{description->fault, std::string(json.stringAt("endpoint")),
                  std::string(json.stringAt("type")), std::string(json.stringAt("id")),
                  std::string(json.stringAt("dn"))};
  if (const Json* values = json.find("values"); values != nullptr && values->isArray()) {
    for (const Json& value : values->asArray()) finding.values.emplace_back(value.asString());
  }
  return finding;
}

}  // namespace scim2ldap::connector
