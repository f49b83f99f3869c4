namespace LearnCoin.Core.Webhooks;

/// <summary>Names of <see cref="DeliveryState"/> in the API.</summary>
public static class DeliveryStates
{
    public static string Name(DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static bool TryParse(string name, out DeliveryState state)
    {
        foreach (var one in Enum.GetValues<DeliveryState>())
        {
            if (Name(one) == name)
            {
                state = one;
                return true;
            }
        }

        state = default;
        return false;
    }
}
