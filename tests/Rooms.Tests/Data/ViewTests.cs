using System.Net;
using System.Text.Json;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class ViewTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Whole_partitions_are_the_same_objects_and_follow_their_source(string engine)
    {
        await using TestWorld world = await StartAsync(Of("from: view:trips, partitions: 2001-01-02..2001-01-03"), engine: engine);
        for (int day = 1; day <= 4; day++) world.Deliver($"2001-01-0{day}", 10 + day);
        await world.AdvanceToAsync(5);
        IReadOnlyList<DatasetVersion> trips = await world.KnownAsync(), shown = await world.KnownAsync("some");
        shown.Select(v => (v.Partition, v.Digest, v.Rows, v.ProfileDigest)).ShouldBe(trips.Skip(1).Take(2).Select(v => (v.Partition, v.Digest, v.Rows, v.ProfileDigest)));
        JsonElement view = await world.GetAsync("views/some");
        (view.GetProperty("of").GetString(), view.GetProperty("copied").GetInt64(), view.GetProperty("rows").GetInt64()).ShouldBe(("trips", 0, 25));
        view.GetProperty("parts").EnumerateArray().ShouldAllBe(p => p.GetProperty("shared").GetBoolean() && p.GetProperty("current").GetBoolean());
        // Where it came from, and who uses what it shows.
        (await world.GetAsync($"datasets/{shown[0].Id}/lineage")).GetProperty("made_of")[0].GetString().ShouldBe(trips[1].Id);
        (await world.GetAsync($"datasets/{trips[1].Id}/lineage")).GetProperty("used_by")[0].GetProperty("outputs")[0].GetString().ShouldBe(shown[0].Id);

        world.Deliver("2001-01-02", 30);
        await world.IngestAsync("2001-01-02");
        (await world.KnownAsync("some")).Select(v => v.Rows).ShouldBe([30, 13]);
        // What it showed before lives as long as that version of the view, then goes.
        using HttpResponseMessage kept = await world.Http.DeleteAsync($"/api/v1/projects/flights/datasets/{trips[1].Id}");
        kept.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await kept.Content.ReadAsStringAsync()).ShouldContain("version 1 of the view 'some' shows it");
        (await world.Http.GetAsync($"/api/v1/projects/flights/datasets/{shown[0].Id}/content")).EnsureSuccessStatusCode();
        (await world.Http.DeleteAsync($"/api/v1/projects/flights/datasets/{shown[0].Id}")).EnsureSuccessStatusCode();
        (await world.Http.GetAsync($"/api/v1/projects/flights/datasets/{trips[1].Id}/content")).EnsureSuccessStatusCode();
        (await world.Http.DeleteAsync($"/api/v1/projects/flights/datasets/{trips[1].Id}")).EnsureSuccessStatusCode();
        await Should.ThrowAsync<FileNotFoundException>(() => world.Get<IDatasets>().PathAsync(trips[1]));

        await world.Get<TestProjects>().DeclareAsync(Of("from: view:trips, partitions: ..2001-01-02"));
        await world.QuietAsync();
        (await world.KnownAsync("some")).Select(v => v.Partition).ShouldBe(["2001-01-01", "2001-01-02"]);
    }

    [Fact]
    public async Task Columns_and_rows_are_chosen_and_a_changed_definition_makes_them_anew()
    {
        await using TestWorld world = await StartAsync(Of("from: view:trips, columns: [delay, at], where: \"carrier = 'AA' and delay > 0\""));
        world.Deliver("2001-01-01", 40);
        await world.AdvanceToAsync(2);
        DatasetVersion part = (await world.KnownAsync("some")).ShouldHaveSingleItem();
        string path = await world.Get<IDatasets>().PathAsync(part);
        Rows($"SELECT * FROM read_parquet('{path}')").ShouldAllBe(r => r.Length == 2 && (double)r[0]! > 0);
        part.Rows.ShouldBe(17);
        part.SchemaJson.ShouldStartWith("[{\"name\":\"delay\"");
        JsonElement view = await world.GetAsync("views/some");
        view.GetProperty("copied").GetInt64().ShouldBe(part.Bytes);
        string digest = view.GetProperty("digest").GetString()!;

        await world.Get<TestProjects>().DeclareAsync(Of("from: view:trips, columns: [delay, at], where: carrier = 'DL'"));
        await world.QuietAsync();
        (await world.KnownAsync("some")).ShouldHaveSingleItem().Rows.ShouldBe(20);
        (await world.GetAsync("views/some")).GetProperty("digest").GetString().ShouldNotBe(digest);
    }

    [Fact]
    public async Task A_contract_of_its_own_is_held()
    {
        await using TestWorld world = await StartAsync(Of("from: view:trips, expect: {rows: {min: 15}}"));
        world.Deliver("2001-01-01", 10);
        world.Deliver("2001-01-02", 20);
        await world.AdvanceToAsync(3);
        (await world.KnownAsync("some")).ShouldHaveSingleItem().Partition.ShouldBe("2001-01-02");
        (await world.ArrivalsAsync("some")).Single(a => a.Partition == "2001-01-01").State.ShouldBe(ArrivalState.Quarantined);
    }

    [Theory]
    [InlineData("columns: [late]", "The view's column 'late' is not one of 'trips', which has at, carrier, delay.")]
    [InlineData("where: late > 1", "It could not be read as what the view's 'where' says: Binder Error")]
    [InlineData("where: 1 = 1) union all (select *", "It could not be read as what the view's 'where' says")]
    [InlineData("where: 0 < (select count(*) from read_csv('/etc/passwd'))", "It could not be read as what the view's 'where' says: Permission Error")]
    public async Task What_does_not_fit_its_source_is_told_and_shown_to_nobody(string keys, string reason)
    {
        await using TestWorld world = await StartAsync(Of($"from: view:trips, {keys}"));
        world.Deliver("2001-01-01", 10);
        await world.AdvanceToAsync(2);
        (await world.KnownAsync("some")).ShouldBeEmpty();
        (await world.ArrivalsAsync("some")).ShouldHaveSingleItem().Reason!.ShouldStartWith(reason);
    }

    [Fact]
    public async Task What_is_no_view_is_not_found()
    {
        await using TestWorld world = await StartAsync();
        (await world.GetAsync("views")).GetArrayLength().ShouldBe(0);
        using HttpResponseMessage answer = await world.Http.GetAsync("/api/v1/projects/flights/views/trips");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("from: view:<source>");
        using HttpResponseMessage outside = await world.Http.GetAsync("/api/v1/projects/nowhere/views");
        outside.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Of(string keys) => Yaml + $"\n  some: {{{keys}}}\n";
}
