using Microsoft.Extensions.Options;

namespace Cairn.Serving.Tests.Pipeline;

public sealed class LimitsTests
{
    [Fact]
    public void The_environment_sets_what_it_names_and_leaves_the_rest()
    {
        var options = new ServingOptions { LogDirectory = "log" };
        var set = new Dictionary<string, string>
        {
            ["CAIRN_SERVING_CONCURRENCY"] = "7", ["CAIRN_SERVING_BODY_MB"] = "1024", ["CAIRN_SERVING_BODIES_MB"] = "4096", ["CAIRN_SERVING_PATIENCE_MS"] = "250", ["CAIRN_SERVING_FLUSH_MS"] = "5", ["CAIRN_SERVING_REMEMBERED"] = "",
        };
        ServingLimits.Read(set.GetValueOrDefault).Apply(options);
        (options.MaxConcurrency, options.MaxBodyBytes, options.MaxBytesInFlight, options.PatienceMilliseconds, options.FlushMilliseconds, options.RememberedRequests).ShouldBe((7, 1 << 30, 4L << 30, 250, 5, 100_000));
        new ServingOptionsCheck().Validate(null, options).ShouldBe(ValidateOptionsResult.Success);
    }

    [Theory]
    [InlineData("CAIRN_SERVING_CONCURRENCY", "0", "1 to 1000000")]
    [InlineData("CAIRN_SERVING_BODY_MB", "1025", "1 to 1024")]
    [InlineData("CAIRN_SERVING_FLUSH_MS", "5 ms", "1 to 10000")]
    [InlineData("CAIRN_SERVING_REMEMBERED", "-1", "1 to 10000000")]
    public void What_is_out_of_range_is_refused_by_name(string name, string value, string range)
        => Should.Throw<FormatException>(() => ServingLimits.Read(asked => asked == name ? value : null)).Message.ShouldStartWith($"{name} must be a whole number from {range}:");
}
