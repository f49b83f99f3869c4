using LearnCoin.Core;
using LearnCoin.Core.Mail;
using Microsoft.Azure.Functions.Worker;

namespace LearnCoin.Functions.Queues;

/// <summary>
/// A queue trigger for each queue of mails, on the storage account of the host itself (AzureWebJobsStorage), which is the one of
/// <c>Storage:QueueServiceUri</c>. A body comes decoded from base64. One whose handler throws comes again after a minute, and after a hundred times
/// lies in <c>claim-mail-poison</c> (host.json).
/// </summary>
public sealed class MailFunctions(LearnCoinCore core)
{
    [Function("SendClaimMail")]
    public Task SendClaimMailAsync([QueueTrigger(QueueNames.ClaimMail)] string body, CancellationToken cancellationToken) =>
        core.ClaimMails.HandleAsync(body, cancellationToken);
}
