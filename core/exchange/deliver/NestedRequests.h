#pragma once

#include <core/exchange/deliver/Deliverable.h>
#include <core/exchange/session/Session.h>

#include <QList>

#include <functional>
#include <vector>

namespace satchel {

// What devices sent by CMP, on its way to the RA in nested messages that this backend signs (RFC 9810 section 5.1.3.5),
// if its settings ask for that: one each is the consent that RFC 9733 recommends, several are a batch. The messages
// inside stay byte for byte what they are.
//
// Each nested message is written down in the ledger before it is handed over, and handed over again as it was. A new
// one is made of an item only if another one in the old one has got its answer since.
class NestedRequests final {
public:
    // `again`: what was delivered before is meant too.
    NestedRequests(Session& session, bool again);

    [[nodiscard]] bool takes(const Item& item) const;
    // For items of a page that it takes, without those that must wait. What is in a nested message already is not
    // asked: it may be with the RA. An item that is a nested message itself (a registrar on site has consented) goes as
    // it is. Errors: those of Station::registrationAuthority().
    using MustWait = std::function<Result<bool>(const Item&)>;
    [[nodiscard]] Result<QList<Deliverable>> around(
        const QList<ItemStore::NumberedItem>& entries, const MustWait& mustWait) const;

private:
    struct Group;
    [[nodiscard]] Result<std::vector<Group>> groupsOf(
        const QList<ItemStore::NumberedItem>& entries, QList<Deliverable>& asTheyAre) const;
    [[nodiscard]] Result<QList<Deliverable>> make(const QList<ItemStore::NumberedItem>& entries) const;
    [[nodiscard]] bool isListed(const Item& item) const;

    Session& m_session;
    bool m_again;
    int m_most;
};

} // namespace satchel
