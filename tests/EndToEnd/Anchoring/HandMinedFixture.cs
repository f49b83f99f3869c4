using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>One node, mined by hand, for a test class.</summary>
public sealed class HandMinedFixture : IAsyncLifetime
{
    private Anvil? anvil;

    internal Anvil Node => anvil ?? throw new InvalidOperationException("Not started");

    public async Task InitializeAsync() => anvil = await Anvil.StartByHandAsync();

    public Task DisposeAsync()
    {
        anvil?.Dispose();
        return Task.CompletedTask;
    }
}
