using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Kill;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.EndToEnd.Webhooks;

// A test run does not come here. `host` is the process that tests kill, `kill`, `anchoring`, `burst`, `hosts`, `replies` and `webhooks` are scripts/campaign, `forge` is for tests/Interop.
return args switch
{
    ["host"] => await FaultHost.RunAsync(),
    ["kill", var moments] => await KillCampaign.RunAsync(moments),
    ["anchoring", .. var options] => await CampaignCommands.AnchoringAsync(options),
    ["burst", .. var options] => await CampaignCommands.BurstAsync(options),
    ["hosts", .. var options] => await CampaignCommands.HostsAsync(options),
    ["replies", .. var options] => await CampaignCommands.RepliesAsync(options),
    ["webhooks", var endpoints] => await WebhookCampaign.RunAsync(endpoints),
    ["forge", var tenant, var model, var output] => await Forger.RunAsync(tenant, model, output),
    _ => 2,
};
