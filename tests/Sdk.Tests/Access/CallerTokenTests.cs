using System.Text;
using Cairn.Contracts.Access;

namespace Cairn.Sdk.Tests.Access;

public sealed class CallerTokenTests
{
    [Theory]
    [InlineData("Bearer cairn_1", "cairn_1")]
    [InlineData("bearer   cairn_1 ", "cairn_1")]
    [InlineData("Bearer ", "")]
    [InlineData("Digest cairn_1", null)]
    [InlineData("Bearercairn_1", null)]
    [InlineData("", null)]
    [InlineData("Basic !!!", null)]
    public void A_secret_is_what_follows_the_scheme(string header, string? secret) => Assert.Equal(secret, CallerToken.SecretOf(header));

    [Theory]
    [InlineData("ada:cairn_1", "cairn_1")]
    [InlineData(":cairn_1", "cairn_1")]
    [InlineData("ada:cairn:1", "cairn:1")]
    [InlineData("cairn_1", null)]
    public void A_password_is_what_follows_the_first_colon(string pair, string? secret)
        => Assert.Equal(secret, CallerToken.SecretOf("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));
}
