using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Logging;

public sealed class KeptColumnsTests
{
    private const string Body = """{"dataframe_split":{"columns":["a","b","c","d"],"data":[[1,2,3,4],[1,9,3,5]]}}""";

    [Fact]
    public async Task The_log_keeps_hashes_or_leaves_out_as_the_contract_says_and_the_model_sees_all()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(Route(host));
        Answer answer = await host.PostAsync("/endpoints/m/invocations", Body);
        answer.Json.GetProperty("predictions")[1].GetProperty("sum")[0].GetSingle().ShouldBe(18);

        LoggedTensor[] inputs = [.. (await host.PredictionsAsync("m")).ShouldHaveSingleItem().Inputs];
        inputs.Select(i => (i.Name, i.Type)).ShouldBe([("a", Datatype.Bytes), ("c", Datatype.Fp32), ("d", Datatype.Bytes)]);
        string[] a = [.. Enumerable.Range(0, 2).Select(r => (string)inputs[0].Value(r))], d = [.. Enumerable.Range(0, 2).Select(r => (string)inputs[2].Value(r))];
        a[0].ShouldBe(a[1]);
        d[0].ShouldNotBe(d[1]);
        a.Concat(d).ShouldAllBe(h => h.Length == 32 && h.All(char.IsAsciiHexDigitLower));
        inputs[1].Value(0).ShouldBe(3f);
    }

    [Fact]
    public async Task The_same_value_has_the_same_hash_after_a_restart_and_another_elsewhere()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-hash-").FullName;
        try
        {
            string first = await HashAsync(directory);
            (await HashAsync(directory)).ShouldBe(first);
            (await HashAsync(null)).ShouldNotBe(first);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Path.Combine(directory, "log", ".hash-key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    private static async Task<string> HashAsync(string? directory)
    {
        await using ServingHost host = await ServingHost.StartAsync(directory: directory);
        await host.ApplyAsync(Route(host));
        await host.PostAsync("/endpoints/m/invocations", Body);
        return (string)(await host.PredictionsAsync("m"))[^1].Inputs.First().Value(0);
    }

    private static EndpointRoute Route(ServingHost host) => ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with
    {
        Inputs =
        [
            new() { Name = "a", Datatype = "FP32", Log = ColumnKept.Hash }, new() { Name = "b", Datatype = "FP32", Log = ColumnKept.Drop },
            new() { Name = "c", Datatype = "FP32" }, new() { Name = "d", Datatype = "FP32", Log = ColumnKept.Hash },
        ],
    };
}
