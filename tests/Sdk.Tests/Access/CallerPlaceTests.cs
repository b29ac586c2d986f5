using System.Net;
using Cairn.Contracts.Access;

namespace Cairn.Sdk.Tests.Access;

public sealed class CallerPlaceTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public void A_local_connection_is_from_here(string? address, bool here)
        => Assert.Equal(here, CallerPlace.IsHere(address is null ? null : IPAddress.Parse(address), _ => false));

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public void What_a_proxy_passes_on_is_from_elsewhere(string header) => Assert.False(CallerPlace.IsHere(IPAddress.Loopback, header.Equals));
}
