using LearnCoin.Core.Alerts;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>Claim mails for tests of those who queue them: nobody receives the messages.</summary>
internal static class TestClaims
{
    public static ClaimMails On(ITables tables, BatchStore batches, TimeProvider time) =>
        new(tables, batches, null!, new ClaimStore(tables), new MemoryQueue(time), null!, null!, null!, time, SystemEntropy.Instance, NoAlerts.Instance, new ProductTelemetry(time).Mail);
}
