using LearnCoin.EndToEnd.Campaign;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Some runs of <c>scripts/campaign anchoring</c>.</summary>
public sealed class AnchoringCampaignTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Thirty_runs_of_faults_crashes_and_reorgs_by_chance_break_no_promise()
    {
        var campaign = new AnchoringCampaign(30, AnchoringCampaign.DefaultSeed, AnchoringCampaign.DefaultWorkers, output.WriteLine);
        await campaign.RunAsync();
        foreach (var line in campaign.Report())
        {
            output.WriteLine(line);
        }

        Assert.True(campaign.Failures.Count == 0, string.Join(Environment.NewLine, campaign.Failures));
    }
}
