using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Snapshots;

public sealed partial class SnapshotTests
{
    private const string Variant = """{"version":"1","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","path":"/m/1.onnx","weight_permille":1000}""";

    [Fact]
    public void It_comes_back_as_it_was_written()
    {
        RouteSnapshot snapshot = SnapshotJson.Parse(Encoding.UTF8.GetBytes(Whole(more: """
            ,"log":{"policy":"sampled","share":0.5},"key_column":"id","sticky_key":{"from":"column","name":"id"},"salt":"s","max_rows":7,
            "limits":{"release":"r","max_errors":2,"window":9,"until":"2001-01-01T00:00:00+00:00"},"score":{"output":"p"},
            "inputs":[{"name":"x","datatype":"FP32","min":0,"max":1,"nullable":true},{"name":"c","datatype":"BYTES","allowed":["a"]}]
            """)));
        byte[] text = SnapshotJson.Serialize(snapshot);

        SnapshotJson.Serialize(SnapshotJson.Parse(text)).ShouldBe(text);
        EndpointRoute route = snapshot.Endpoints.Single();
        (route.Log.Policy, route.StickyKey, route.MaxRows).ShouldBe((LogPolicy.Sampled, new StickyKey(StickySource.Column, "id"), 7));
        route.Inputs[0].Shape.ShouldBe([-1L, 1L]);
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("null", "one object")]
    [InlineData("{}", "epoch")]
    [InlineData("""{"epoch":0,"endpoints":[]}""", "$.epoch: must be 1 or more")]
    [InlineData("""{"epoch":1,"epoch":2}""", "$")]
    [InlineData("""{"epoch":1,"surprise":2}""", "surprise")]
    [InlineData("""{"epoch":"x"}""", "$.epoch")]
    [InlineData("""{"epoch":1,"endpoints":null}""", "$.endpoints")]
    [InlineData("""{"epoch":1,"endpoints":[{"name":"m","project":"p","environment":"e"}]}""", "variants")]
    public void A_wrong_file_is_refused_with_the_place(string json, string holds) =>
        Should.Throw<SnapshotException>(() => SnapshotJson.Parse(Encoding.UTF8.GetBytes(json))).Message.ShouldContain(holds, Case.Sensitive);

    [Theory]
    [InlineData("../m", Variant, "", "$.endpoints[0].name")]
    [InlineData("", Variant, "", "$.endpoints[0].name")]
    [InlineData("m", "", "", "exactly one of role 'stable'")]
    [InlineData("m", Variant + "," + Variant, "", "2000 per mille")]
    [InlineData("m", Variant, ""","max_rows":0""", "$.endpoints[0].max_rows")]
    [InlineData("m", Variant, ""","log":{"policy":"sampled","share":0}""", "$.endpoints[0].log.share")]
    [InlineData("m", Variant, ""","limits":{"release":"r","max_errors":11,"window":10}""", "max_errors")]
    [InlineData("m", Variant, ""","score":{"output":"p","low":1,"high":1}""", "$.endpoints[0].score")]
    [InlineData("m", Variant, ""","max_body_bytes":0""", "$.endpoints[0].max_body_bytes")]
    [InlineData("m", Variant, ""","patience_milliseconds":3600001""", "$.endpoints[0].patience_milliseconds")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"FLOAT"}]""", "$.endpoints[0].inputs[0].datatype")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"FP32","shape":[4]}]""", "begin with -1")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"FP32","min":2,"max":1}]""", "must not exceed")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"INT64","nullable":true}]""", "nullable")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"INT64","allowed":["one"]}]""", "must hold numbers")]
    [InlineData("m", Variant, ""","inputs":[{"name":"x","datatype":"FP32"},{"name":"x","datatype":"FP32"}]""", "there twice")]
    [InlineData("m", Variant, ""","key_column":"x","inputs":[{"name":"x","datatype":"FP32"}]""", "never given to the model")]
    [InlineData("m", Variant, ""","key_input":"x","inputs":[{"name":"x","datatype":"FP32"}]""", "no input of BYTES, INT64 or INT32")]
    [InlineData("m", Variant, ""","key_input":"x","inputs":[{"name":"x","datatype":"INT64","log":"hash"}]""", "that the log keeps")]
    [InlineData("m", Variant, ""","key_input":"x","inputs":[{"name":"x","datatype":"BYTES","log":"drop"}]""", "that the log keeps")]
    [InlineData("m", Variant, ""","key_input":"y","inputs":[{"name":"x","datatype":"INT64"}]""", "no input of BYTES, INT64 or INT32")]
    public void A_wrong_endpoint_is_refused_with_the_place(string name, string variants, string more, string holds) =>
        Should.Throw<SnapshotException>(() => SnapshotJson.Parse(Encoding.UTF8.GetBytes(Whole(name, variants, more)))).Message.ShouldContain(holds, Case.Sensitive);

    [Theory]
    [InlineData(0, 400, 0, 500, "as wide as its weight")]
    [InlineData(500, 1000, 400, 900, "overlap")]
    [InlineData(600, 1100, 0, 500, "in 0 to 1000")]
    public void Ranges_are_as_wide_as_weights_and_apart(int from, int to, int otherFrom, int otherTo, string holds)
    {
        var one = new VariantRoute { Version = "1", Digest = "sha256:" + new string('0', 64), Path = "/m/1.onnx", WeightPermille = 500, Range = new(from, to) };
        VariantRoute[] both = [one, one with { Version = "2", Role = VariantRole.Canary, Range = new(otherFrom, otherTo) }];
        var snapshot = new RouteSnapshot { Epoch = 1, Endpoints = [new() { Name = "m", Project = "p", Environment = "e", Variants = both }] };
        SnapshotCheck.Faults(snapshot).Select(f => f.Message).ShouldContain(f => f.Contains(holds, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_loaded_at_start_and_again_when_it_changes_and_a_bad_one_is_left()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-serving-").FullName;
        try
        {
            string file = Path.Combine(directory, "snapshot.json");
            VariantRoute model = TestModels.Write(directory, "1", TestModels.Constant(1));
            Write(file, new() { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", model)] });
            await using ServingHost host = await ServingHost.StartAsync(o => o.SnapshotFile = file, directory: directory);
            await UntilAsync(() => host.Routes.Epoch == 1);

            Write(file, new() { Epoch = 2, Endpoints = [ServingHost.Endpoint("n", model)] });
            await UntilAsync(() => host.Routes.Epoch == 2);
            await File.WriteAllTextAsync(file, "{ not json");
            Write(file, new() { Epoch = 3, Endpoints = [ServingHost.Endpoint("n", model)] });
            await UntilAsync(() => host.Routes.Epoch == 3);
            ((int)(await host.GetAsync("/v2/models/n/ready")).Status).ShouldBe(200);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    [Fact]
    public async Task A_file_in_a_folder_that_is_exchanged_as_a_whole_is_loaded_and_one_that_cannot_be_read_ends_nothing()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-serving-").FullName;
        try
        {
            // As Kubernetes mounts a folder: the file is a link through a link, and only the second is exchanged.
            VariantRoute model = TestModels.Write(directory, "1", TestModels.Constant(1));
            string file = Path.Combine(directory, "snapshot.json"), current = Path.Combine(directory, "..data");
            for (int epoch = 1; epoch <= 2; epoch++)
            {
                string folder = Directory.CreateDirectory(Path.Combine(directory, $"..{epoch}")).FullName;
                Write(Path.Combine(folder, "snapshot.json"), new() { Epoch = epoch, Endpoints = [ServingHost.Endpoint("m", model)] });
            }

            // A folder is what even the superuser cannot read as a file.
            Directory.CreateDirectory(Path.Combine(directory, "..0", "snapshot.json"));
            Directory.CreateSymbolicLink(current, "..0");
            File.CreateSymbolicLink(file, "..data/snapshot.json");
            var said = new RecordingLogger();
            await using ServingHost host = await ServingHost.StartAsync(o => (o.SnapshotFile, o.FollowMilliseconds) = (file, 20), directory: directory, log: said);
            await UntilAsync(() => Refusals(said) > 0);
            for (int epoch = 1; epoch <= 2; epoch++)
            {
                Directory.CreateSymbolicLink(current + ".new", $"..{epoch}");
                Rename(current + ".new", current).ShouldBe(0);
                await UntilAsync(() => host.Routes.Epoch == epoch);
            }
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    [Fact]
    public async Task One_whose_model_cannot_be_read_yet_is_tried_again_and_said_once()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-serving-").FullName;
        try
        {
            string file = Path.Combine(directory, "snapshot.json");
            VariantRoute model = TestModels.Write(directory, "1", TestModels.Constant(1));
            File.Move(model.Path, model.Path + ".late");
            Write(file, new() { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", model)] });
            var said = new RecordingLogger();
            await using ServingHost host = await ServingHost.StartAsync(o => (o.SnapshotFile, o.FollowMilliseconds) = (file, 20), directory: directory, log: said);
            await UntilAsync(() => Refusals(said) == 1);
            File.Move(model.Path + ".late", model.Path);
            await UntilAsync(() => host.Routes.Epoch == 1);
            Refusals(said).ShouldBe(1);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    private static int Refusals(RecordingLogger said) => said.Lines.Count(l => l.Contains("is refused", StringComparison.Ordinal));

    // File.Move follows links.
    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "rename", StringMarshalling = System.Runtime.InteropServices.StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    private static void Write(string file, RouteSnapshot snapshot)
    {
        File.WriteAllBytes(file + ".new", SnapshotJson.Serialize(snapshot));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Waits for the file system's word; a test that never gets it fails by its own time limit.</summary>
    private static async Task UntilAsync(Func<bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!done()) await tick.WaitForNextTickAsync(limit.Token);
    }

    private static string Whole(string name = "m", string variants = Variant, string more = "") =>
        $$"""{"epoch":1,"endpoints":[{"name":"{{name}}","project":"p","environment":"test","variants":[{{variants}}]{{more}}}]}""";
}
