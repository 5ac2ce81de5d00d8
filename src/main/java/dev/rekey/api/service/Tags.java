package dev.rekey.api.service;

import com.chalk.server.v1.DatasourcePermissionTag;
import com.chalk.server.v1.DeleteDatasourcePermissionTagRequest;
import com.chalk.server.v1.GetDatasourcePermissionTagRequest;
import com.chalk.server.v1.GetDatasourcePermissionTagResponse;
import com.chalk.server.v1.ListDatasourcePermissionTagsResponse;
import com.chalk.server.v1.UpsertDatasourcePermissionTagRequest;
import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.PermissionTag;
import dev.rekey.datasource.PermissionTags;

/** The permission tags of the caller's environment. */
final class Tags {
  private final PermissionTags tags;

  Tags(PermissionTags tags) {
    this.tags = tags;
  }

  ListDatasourcePermissionTagsResponse list() {
    ListDatasourcePermissionTagsResponse.Builder response =
        ListDatasourcePermissionTagsResponse.newBuilder();
    tags.list(Caller.current().environment()).stream()
        .map(Tags::tag)
        .forEach(response::addDatasourcePermissionTags);
    return response.build();
  }

  /** Without a tag where there is none, as the other calls that look for something. */
  GetDatasourcePermissionTagResponse get(GetDatasourcePermissionTagRequest request) {
    CallFacts.current().subject(request.getName());
    GetDatasourcePermissionTagResponse.Builder response =
        GetDatasourcePermissionTagResponse.newBuilder();
    tags.find(
            Caller.current().environment(),
            Kinds.require(request.getKind(), "kind"),
            request.getName())
        .map(Tags::tag)
        .ifPresent(response::setDatasourcePermissionTag);
    return response.build();
  }

  void put(UpsertDatasourcePermissionTagRequest request) {
    tags.put(
        ref(request.getName()),
        Kinds.require(request.getKind(), "kind"),
        request.getPermissionTagsList(),
        Caller.current().actor());
  }

  void delete(DeleteDatasourcePermissionTagRequest request) {
    tags.delete(
        ref(request.getName()), Kinds.require(request.getKind(), "kind"), Caller.current().actor());
  }

  private static DataSourceRef ref(String name) {
    CallFacts.current().subject(name);
    return new DataSourceRef(Caller.current().environment(), name);
  }

  private static DatasourcePermissionTag tag(PermissionTag tag) {
    return DatasourcePermissionTag.newBuilder()
        .setKind(Kinds.toWire(tag.kind()))
        .setName(tag.name())
        .addAllPermissionTags(tag.tags())
        .setCreatedAt(Replies.timestamp(tag.createdAt()))
        .setUpdatedAt(Replies.timestamp(tag.updatedAt()))
        .build();
  }
}
