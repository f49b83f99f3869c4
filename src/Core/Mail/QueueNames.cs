namespace LearnCoin.Core.Mail;

/// <summary>Queues of the product; each host has a reader for each.</summary>
public static class QueueNames
{
    /// <summary>Claim mails to send: ids of credentials only.</summary>
    public const string ClaimMail = "claim-mail";
}
