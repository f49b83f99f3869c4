using System.Runtime.Serialization;
using Nethereum.RPC.Eth.DTOs;

namespace LearnCoin.Functions.Adapters;

/// <summary>A receipt with what OP-stack chains add to it.</summary>
[DataContract]
internal sealed class OpStackReceipt : TransactionReceipt
{
    [DataMember(Name = "l1Fee")]
    public string? L1Fee { get; set; }
}
