using System.Text;
using LearnCoin.Core.Credentials;

namespace LearnCoin.Core.Tests.Credentials;

public sealed class DocumentProofsTests
{
    [Theory]
    [InlineData("{\"a\":{\"proof\":1}}", "{\"a\":{\"proof\":1},\"proof\":[{\"p\":1}]}")]
    [InlineData("{}", "{\"proof\":[{\"p\":1}]}")]
    [InlineData("{\"a\":1,\"proof\":[{\"p\":0}]}", "{\"a\":1,\"proof\":[{\"p\":0},{\"p\":1}]}")]
    [InlineData("{\"proof\":[ ],\"a\":1}", "{\"proof\":[ {\"p\":1}],\"a\":1}")]
    public void A_proof_goes_to_the_end_of_the_array(string document, string expected) =>
        Assert.Equal(expected, Text(DocumentProofs.AppendProof(Bytes(document), "{\"p\":1}"u8)));

    [Theory]
    [InlineData("{\"a\":1,\"proof\":[{\"p\":[{}]}]}", "{\"a\":1}")]
    [InlineData("{\"proof\":{\"p\":1},\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1 ,\n \"proof\" : [1] ,\n\"b\":2}", "{\"a\":1  ,\n\"b\":2}")]
    [InlineData("{ \"proof\":[] }", "{}")]
    [InlineData("{\"a\":{\"proof\":1}}", "{\"a\":{\"proof\":1}}")]
    [InlineData("{\"\\u0070roof\":[1],\"a\":1}", "{\"a\":1}")]
    public void Without_proof_the_other_bytes_stay(string document, string expected) =>
        Assert.Equal(expected, Text(DocumentProofs.WithoutProof(Bytes(document))));

    [Fact]
    public void Appending_and_removing_gives_the_document_back()
    {
        var document = Bytes("{\"@context\":[\"x\"],\"name\":\"≥\"}");
        var signed = DocumentProofs.AppendProof(DocumentProofs.AppendProof(document, "{\"id\":\"A\"}"u8), "{\"id\":\"B\"}"u8);

        Assert.Equal(["{\"id\":\"A\"}", "{\"id\":\"B\"}"], DocumentProofs.Read(signed).Select(p => Text(p)));
        Assert.Equal(document, DocumentProofs.WithoutProof(signed));
    }

    [Fact]
    public void A_single_proof_object_is_read_as_one_entry()
    {
        Assert.Equal("{\"p\":1}", Text(Assert.Single(DocumentProofs.Read("{\"proof\":{\"p\":1}}"u8))));
        Assert.Empty(DocumentProofs.Read("{}"u8));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"proof\":{}}")]
    [InlineData("{\"proof\":[],\"proof\":[]}")]
    public void A_document_whose_proof_is_not_one_array_is_refused(string document) =>
        Assert.Throws<FormatException>(() => DocumentProofs.AppendProof(Bytes(document), "{}"u8));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
