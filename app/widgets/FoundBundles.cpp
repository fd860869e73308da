#include "FoundBundles.h"

#include "WrappedText.h"

#include <app/ErrorSentences.h>
#include <app/Words.h>

#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostLines = 6; // that are seen at once

QString withReason(const QString& word, const Error& error)
{
    return FoundBundles::tr("%1: %2").arg(word, whatHappened(error.code));
}

// The words of core, which are English.
QString tipOf(const std::optional<Error>& failure)
{
    return failure ? failure->message.toHtmlEscaped() : QString{};
}

// Not "good": of the content nothing is known before it is brought in.
QString verdictBefore(const SurveyedBundle& bundle)
{
    if (bundle.failure) {
        return markedBad(withReason(FoundBundles::tr("will be refused"), *bundle.failure));
    }
    if (bundle.isOwn) {
        return QStringLiteral("– ") + FoundBundles::tr("made here, for somebody else");
    }
    return bundle.isKnown ? markedGood(FoundBundles::tr("brought in before"))
                          : QStringLiteral("○ ") + FoundBundles::tr("new, signature good");
}

QString verdictAfter(const ImportedBundle& bundle)
{
    if (bundle.failure) {
        return markedBad(withReason(FoundBundles::tr("refused"), *bundle.failure));
    }
    if (bundle.verdict == u"already-imported") {
        return markedGood(FoundBundles::tr("was brought in before"));
    }
    const QString added = FoundBundles::tr("%n new item(s)", nullptr, static_cast<int>(bundle.added));
    return bundle.refused.isEmpty()
        ? markedGood(added)
        : markedWarning(FoundBundles::tr("%1, %2 refused").arg(added).arg(bundle.refused.size()));
}

} // namespace

FoundBundles::FoundBundles(QWidget* parent)
    : QTreeWidget{parent}
{
    setObjectName(QStringLiteral("bundles"));
    setAccessibleName(tr("Bundles found there"));
    setHeaderLabels({tr("Bundle"), tr("From"), tr("Made"), tr("Size"), tr("Verdict")});
    setRootIsDecorated(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setWordWrap(true);
    setItemDelegate(new WrappedText{*this});
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setStretchLastSection(true);
    connect(header(), &QHeaderView::sectionResized, this, &FoundBundles::fitHeight); // texts wrap anew
    setVisible(false);
}

void FoundBundles::show(const SurveyReport& report)
{
    clear();
    for (const auto& bundle : report.bundles) {
        auto& line = tellFacts(bundle);
        line.setText(Verdict, verdictBefore(bundle));
        line.setToolTip(Verdict, tipOf(bundle.failure));
    }
    fitLines();
}

void FoundBundles::show(const ImportReport& report)
{
    if (!report.failure) {
        clear();
    }
    for (const auto& bundle : report.bundles) {
        auto& line = tellFacts(bundle);
        line.setText(Verdict, verdictAfter(bundle));
        line.setToolTip(Verdict, tipOf(bundle.failure));
    }
    fitLines();
}

void FoundBundles::forget()
{
    clear();
    fitLines();
}

// What is known of a bundle before it is brought in and after.
template <typename Bundle> QTreeWidgetItem& FoundBundles::tellFacts(const Bundle& bundle)
{
    const auto size = std::optional<qint64>{bundle.size};
    auto& line = lineOf(bundle.path);
    line.setText(From, bundle.fromName.isEmpty() ? bundle.from.left(8) : bundle.fromName);
    line.setText(Made, bundle.created ? timeText(*bundle.created) : QString{});
    line.setText(Size, size ? QLocale{}.formattedDataSize(*size) : QString{});
    return line;
}

void FoundBundles::fitLines()
{
    setVisible(topLevelItemCount() > 0);
    fitHeight();
}

QTreeWidgetItem& FoundBundles::lineOf(const QString& path)
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(File, Qt::UserRole).toString() == path) {
            return *topLevelItem(i);
        }
    }
    auto* const line = new QTreeWidgetItem{this, {QFileInfo{path}.fileName()}};
    line->setData(File, Qt::UserRole, path);
    line->setToolTip(File, path.toHtmlEscaped());
    return *line;
}

void FoundBundles::fitHeight()
{
    int lines = 0;
    for (int row = 0; row < std::min(topLevelItemCount(), MostLines); ++row) {
        lines += sizeHintForRow(row);
    }
    setFixedHeight(header()->sizeHint().height() + lines + 2 * frameWidth() + 4);
}

} // namespace satchel
