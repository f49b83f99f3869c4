using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Kill;

// A test run does not come here. `host` is the process that tests kill, `kill N` is scripts/campaign.
return args switch
{
    ["host"] => await FaultHost.RunAsync(),
    ["kill", var moments] => await KillCampaign.RunAsync(moments),
    _ => 2,
};
