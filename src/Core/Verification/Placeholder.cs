using LearnCoin.Core.Kernel;
namespace LearnCoin.Core.Verification;

public enum VerificationVerdict { Valid, Invalid, Undetermined }

public enum CheckOutcome { Passed, Failed, CouldNotCheck }

public enum CheckKind { Schema }

public sealed record CheckResult(CheckKind Kind, CheckOutcome Outcome, string Message);

public sealed record VerificationReport(IReadOnlyList<CheckResult> Checks, VerificationVerdict Verdict);

#pragma warning disable CS9113, CA1822
public sealed class VerificationReports(Issuance.IssuerDocuments i, StatusLists.StatusCredentials s, Anchoring.AnchorNetworks n, Configuration.PublicUrls u, TimeProvider t)
{
    public Task<VerificationReport?> OfAsync(CredentialId id, byte[] d, CancellationToken ct) => Task.FromResult<VerificationReport?>(null);
}
