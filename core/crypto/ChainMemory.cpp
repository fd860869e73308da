#include "ChainMemory.h"

#include "Digest.h"
#include "OpenSslHandle.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype MostLeaves = 8192;
constexpr qsizetype MostIssuerNames = 1024;
constexpr std::size_t MostPathsOfOneName = 16;

// What an authority says of everything below it would have to be judged for each leaf anew.
bool constrainsNames(const Certificate& authority)
{
    return X509_get_ext_by_NID(authority.x509WithoutKey(), NID_name_constraints, -1) >= 0
        || X509_get_ext_by_NID(authority.x509WithoutKey(), NID_policy_constraints, -1) >= 0;
}

// Another certificate of the same name could have been taken instead.
bool isAmbiguous(const QByteArray& name, const Certificate& taken, const QList<Certificate>& others)
{
    return std::any_of(others.begin(), others.end(),
        [&](const Certificate& other) { return other.subjectDer() == name && other != taken; });
}

} // namespace

ChainMemory::ChainMemory(QList<Certificate> anchors, std::shared_ptr<LeafMemory> leaves)
    : m_anchors{std::move(anchors)}
    , m_leaves{std::move(leaves)}
{
}

void ChainMemory::startAt(const QDateTime& at)
{
    if (m_at != at) {
        m_at = at;
        m_byLeaf.clear();
        m_byIssuer.clear();
    }
}

bool ChainMemory::isFullyThere(const Path& path, const QList<Certificate>& intermediates) const
{
    for (qsizetype i = 0; i < path.issuers.size(); ++i) {
        const Certificate& issuer = path.issuers[i];
        if (!intermediates.contains(issuer) && !m_anchors.contains(issuer)) {
            return false;
        }
        if (isAmbiguous(path.names[i], issuer, intermediates)) {
            return false;
        }
    }
    return true;
}

bool ChainMemory::vouchesFor(const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at)
{
    std::shared_ptr<const Path> ofLeaf;
    std::vector<std::shared_ptr<const Path>> ofIssuer;
    {
        const std::lock_guard lock{m_mutex};
        startAt(at);
        ofLeaf = m_byLeaf.value(leaf.sha256().bytes());
        if (!ofLeaf) {
            ofIssuer = m_byIssuer.value(leaf.issuerDer());
        }
    }
    if (ofLeaf) {
        return isFullyThere(*ofLeaf, intermediates);
    }
    for (const auto& path : ofIssuer) {
        if (isFullyThere(*path, intermediates) && m_leaves->isPlainLeafOf(path->issuers.first(), leaf, at)) {
            const std::lock_guard lock{m_mutex};
            if (m_at == at) {
                rememberLeaf(leaf, path);
            }
            return true;
        }
    }
    return false;
}

void ChainMemory::remember(
    const QList<Certificate>& chain, const QList<Certificate>& intermediates, const QDateTime& at)
{
    auto path = std::make_shared<Path>();
    path->issuers = chain.sliced(1);
    for (const Certificate& issuer : path->issuers) {
        const QByteArray name = issuer.subjectDer();
        path->names.append(name);
        if (constrainsNames(issuer) || isAmbiguous(name, issuer, m_anchors)
            || isAmbiguous(name, issuer, intermediates)) {
            return;
        }
    }
    const std::lock_guard lock{m_mutex};
    startAt(at);
    if (m_byIssuer.size() >= MostIssuerNames) {
        m_byIssuer.clear();
    }
    auto& paths = m_byIssuer[path->names.first()];
    const bool isKnown
        = std::any_of(paths.begin(), paths.end(), [&](const auto& known) { return known->issuers == path->issuers; });
    if (!isKnown && paths.size() < MostPathsOfOneName) {
        paths.push_back(path);
    }
    rememberLeaf(chain.first(), path);
}

void ChainMemory::rememberLeaf(const Certificate& leaf, std::shared_ptr<const Path> path)
{
    if (m_byLeaf.size() >= MostLeaves) {
        m_byLeaf.clear();
    }
    m_byLeaf.insert(leaf.sha256().bytes(), std::move(path));
}

} // namespace satchel
