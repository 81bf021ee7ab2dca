#include "tests/bench/RawDirectory.h"

#include <ldap.h>

#include <stdexcept>

namespace scim2ldap::bench {
namespace {

/// libldap's list of texts that others own, ended by a null pointer.
class Texts {
 public:
  explicit Texts(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) pointers_.push_back(const_cast<char*>(text.c_str()));
    pointers_.push_back(nullptr);
  }
  [[nodiscard]] char** get() { return pointers_.data(); }

 private:
  std::vector<char*> pointers_;
};

/// One LDAPMod of values that others own.
class Modification {
 public:
  Modification(int operation, const std::string& attribute, const std::vector<std::string>& values) {
    values_.reserve(values.size());
    for (const std::string& value : values) {
      values_.push_back({value.size(), const_cast<char*>(value.data())});
    }
    for (berval& value : values_) pointers_.push_back(&value);
    pointers_.push_back(nullptr);
    mod_.mod_op = operation | LDAP_MOD_BVALUES;
    mod_.mod_type = const_cast<char*>(attribute.c_str());
    mod_.mod_bvalues = pointers_.data();
  }
  [[nodiscard]] LDAPMod* get() { return &mod_; }

 private:
  std::vector<berval> values_;
  std::vector<berval*> pointers_;
  LDAPMod mod_{};
};

struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;

/// As the connector has it.
constexpr ber_len_t kReadAheadBytes = 32 * 1024;

}  // namespace

RawDirectory::RawDirectory(const std::string& uri, const std::string& bindDn, const std::string& password) {
  LDAP* session = nullptr;
  require(ldap_initialize(&session, uri.c_str()), uri);
  session_.reset(session);
  const int version = LDAP_VERSION3;
  ldap_set_option(session, LDAP_OPT_PROTOCOL_VERSION, &version);
  require(ldap_connect(session), uri);
  Sockbuf* socket = nullptr;
  ldap_get_option(session, LDAP_OPT_SOCKBUF, &socket);
  ber_len_t octets = kReadAheadBytes;
  if (socket == nullptr ||
      ber_sockbuf_add_io(socket, &ber_sockbuf_io_readahead, LBER_SBIOD_LEVEL_PROVIDER, &octets) != 0)
    throw std::runtime_error("libldap cannot read ahead");
  berval secret{password.size(), const_cast<char*>(password.data())};
  require(ldap_sasl_bind_s(session, bindDn.c_str(), LDAP_SASL_SIMPLE, &secret, nullptr, nullptr, nullptr),
          "bind");
}

void RawDirectory::Unbind::operator()(LDAP* session) const {
  ldap_unbind_ext_s(session, nullptr, nullptr);
}

void RawDirectory::require(int result, const std::string& what) const {
  if (result != LDAP_SUCCESS) throw std::runtime_error(what + ": " + ldap_err2string(result));
}

void RawDirectory::add(const std::string& dn, const Attributes& attributes) {
  std::vector<std::unique_ptr<Modification>> modifications;
  std::vector<LDAPMod*> pointers;
  for (const auto& [name, values] : attributes) {
    modifications.push_back(std::make_unique<Modification>(LDAP_MOD_ADD, name, values));
    pointers.push_back(modifications.back()->get());
  }
  pointers.push_back(nullptr);
  require(ldap_add_ext_s(session_.get(), dn.c_str(), pointers.data(), nullptr, nullptr), "add " + dn);
}

void RawDirectory::remove(const std::string& dn) {
  require(ldap_delete_ext_s(session_.get(), dn.c_str(), nullptr, nullptr), "delete " + dn);
}

void RawDirectory::modify(const std::string& dn, int operation, const std::string& attribute,
                          const std::vector<std::string>& values) {
  Modification modification(operation, attribute, values);
  LDAPMod* pointers[] = {modification.get(), nullptr};
  require(ldap_modify_ext_s(session_.get(), dn.c_str(), pointers, nullptr, nullptr), "modify " + dn);
}

void RawDirectory::replace(const std::string& dn, const std::string& attribute, const std::string& value) {
  modify(dn, LDAP_MOD_REPLACE, attribute, {value});
}

void RawDirectory::addValues(const std::string& dn, const std::string& attribute,
                             const std::vector<std::string>& values) {
  modify(dn, LDAP_MOD_ADD, attribute, values);
}

void RawDirectory::removeValue(const std::string& dn, const std::string& attribute,
                               const std::string& value) {
  modify(dn, LDAP_MOD_DELETE, attribute, {value});
}

std::vector<RawEntry> RawDirectory::search(const std::string& base, const std::string& filter,
                                           const std::vector<std::string>& attributes) {
  Texts wanted(attributes);
  LDAPMessage* found = nullptr;
  const int result = ldap_search_ext_s(session_.get(), base.c_str(), LDAP_SCOPE_SUBTREE, filter.c_str(),
                                       wanted.get(), 0, nullptr, nullptr, nullptr, 0, &found);
  const Message message(found);
  require(result, "search " + filter);
  return entriesOf(session_.get(), found);
}

void RawDirectory::crawl(const std::string& base, const std::string& filter,
                         const std::vector<std::string>& attributes, int pageSize,
                         const std::function<void(const RawEntry&)>& visit) {
  Texts wanted(attributes);
  berval cookie{};
  do {
    LDAPControl* page = nullptr;
    require(ldap_create_page_control(session_.get(), pageSize, &cookie, 0, &page), "page control");
    LDAPControl* controls[] = {page, nullptr};
    LDAPMessage* found = nullptr;
    const int result = ldap_search_ext_s(session_.get(), base.c_str(), LDAP_SCOPE_SUBTREE, filter.c_str(),
                                         wanted.get(), 0, controls, nullptr, nullptr, 0, &found);
    const Message message(found);
    ldap_control_free(page);
    ber_memfree(cookie.bv_val);
    cookie = {};
    require(result, "search " + filter);
    for (const RawEntry& entry : entriesOf(session_.get(), found)) visit(entry);

    LDAPControl** answered = nullptr;
    require(ldap_parse_result(session_.get(), found, nullptr, nullptr, nullptr, nullptr, &answered, 0),
            "page");
    LDAPControl* next = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, answered, nullptr);
    ber_int_t total = 0;
    if (next != nullptr)
      require(ldap_parse_pageresponse_control(session_.get(), next, &total, &cookie), "page");
    ldap_controls_free(answered);
  } while (cookie.bv_len > 0);
  ber_memfree(cookie.bv_val);
}

RawEntry RawDirectory::read(const std::string& dn, const std::vector<std::string>& attributes) {
  Texts wanted(attributes);
  LDAPMessage* found = nullptr;
  const int result = ldap_search_ext_s(session_.get(), dn.c_str(), LDAP_SCOPE_BASE, "(objectClass=*)",
                                       wanted.get(), 0, nullptr, nullptr, nullptr, 0, &found);
  const Message message(found);
  require(result, "read " + dn);
  std::vector<RawEntry> entries = entriesOf(session_.get(), found);
  if (entries.size() != 1) throw std::runtime_error("read " + dn + ": not one entry");
  return std::move(entries.front());
}

}  // namespace scim2ldap::bench
