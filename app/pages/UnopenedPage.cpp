#include "UnopenedPage.h"

#include <app/ErrorSentences.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ThumbSize.h>

#include <QPushButton>
#include <QVBoxLayout>

namespace satchel {

UnopenedPage::UnopenedPage(const Error& error, QWidget* parent)
    : QWidget{parent}
{
    auto* const card = new OutcomeCard{this};
    const QStringList details{explained(error),
        tr("Nothing was changed and nothing is lost: what the station holds is not touched by this."),
        tr("Put right what is said above, with a text editor if it is the settings, or show it to whoever set this "
           "station up. A station is not made anew in this place, for that would be another one.")};
    card->show(OutcomeCard::Tone::Bad, tr("This station cannot be opened"), details.join(QLatin1Char('\n')));
    auto* const again = new QPushButton{tr("&Look again"), this};
    again->setObjectName(QStringLiteral("lookAgain"));
    fitThumb(*again);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(16);
    column->addWidget(card);
    column->addWidget(again, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(again, &QPushButton::clicked, this, &UnopenedPage::lookAgain);
}

} // namespace satchel
